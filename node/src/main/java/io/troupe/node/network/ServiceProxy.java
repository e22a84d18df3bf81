package io.troupe.node.network;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import java.util.Collection;

/// The interface to what makes services callable by their own address (CPI). All methods block, are
/// called by one thread at a time, and change only what differs: connections to backends that stay
/// are never disturbed. Backends that drain get no new connections, and keep those they have until
/// they leave the endpoint.
public interface ServiceProxy extends AutoCloseable {
  /// The driver's name: `ipvs`, `nftables`, `none`.
  String type();

  /// Makes the kernel's rules those of exactly these services, by difference from what the kernel
  /// has, also what an earlier run of the agent has left.
  ///
  /// @throws NetworkFailure when something of it could not be done; the rest was
  void replaceAll(Collection<Endpoint> endpoints);

  /// Takes some changes, after at least one [#replaceAll].
  ///
  /// @param changed new or other than before
  /// @param gone services that cannot be called any more
  /// @throws NetworkFailure when something of it could not be done; the rest was
  void update(Collection<Endpoint> changed, Collection<Ref> gone);

  /// Gives up handles; the rules stay and go on working without the agent.
  @Override
  void close();
}
