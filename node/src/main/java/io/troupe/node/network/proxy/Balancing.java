package io.troupe.node.network.proxy;

import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.ServicePort;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// How the connections to one [ServiceKey] are spread.
///
/// @param service whom it belongs to
/// @param serving what gets new connections
/// @param draining what keeps the connections it has; none of them is serving too
record Balancing(
    ServiceKey key,
    Ref service,
    Balance balance,
    SortedSet<Target> serving,
    SortedSet<Target> draining) {
  /// One for each port; none for a headless service.
  static Stream<Balancing> of(Endpoint endpoint) {
    Ipv4 address = endpoint.address();
    return address == null
        ? Stream.empty()
        : endpoint.ports().stream().map(port -> of(endpoint, address, port));
  }

  private static Balancing of(Endpoint endpoint, Ipv4 address, ServicePort port) {
    SortedSet<Target> serving = new TreeSet<>();
    SortedSet<Target> draining = new TreeSet<>();
    for (Backend backend : endpoint.backends()) {
      (backend.draining() ? draining : serving).add(new Target(backend.address(), port.target()));
    }
    draining.removeAll(serving);
    return new Balancing(
        new ServiceKey(address, port.protocol(), port.port()),
        endpoint.service(),
        endpoint.balance(),
        Collections.unmodifiableSortedSet(serving),
        Collections.unmodifiableSortedSet(draining));
  }
}
