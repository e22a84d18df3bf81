/// The pure domain of Troupe: what a resource is and how it changes, with the JDK alone.
module io.troupe.core {
  requires static org.jspecify;

  exports io.troupe.core;
}
