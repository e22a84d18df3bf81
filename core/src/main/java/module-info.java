/// The pure domain of Troupe: what a resource is and how it changes, with the JDK alone.
module io.troupe.core {
  requires static org.jspecify;

  exports io.troupe.core;
  exports io.troupe.core.decider;
  exports io.troupe.core.deployment;
  exports io.troupe.core.manifest;
  exports io.troupe.core.namespace;
  exports io.troupe.core.network;
  exports io.troupe.core.node;
  exports io.troupe.core.placement;
  exports io.troupe.core.pod;
  exports io.troupe.core.pool;
  exports io.troupe.core.quantity;
  exports io.troupe.core.service;
  exports io.troupe.core.template;
}
