package io.troupe.node.network.proxy;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import io.troupe.node.network.ServiceProxy;
import java.util.Collection;

/// No driver: services cannot be called by their own address from this node, and the kernel is left
/// alone.
public record NoProxy() implements ServiceProxy {
  @Override
  public String type() {
    return "none";
  }

  @Override
  public void replaceAll(Collection<Endpoint> endpoints) {}

  @Override
  public void update(Collection<Endpoint> changed, Collection<Ref> gone) {}

  @Override
  public void close() {}
}
