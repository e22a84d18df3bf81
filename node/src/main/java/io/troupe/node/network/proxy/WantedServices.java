package io.troupe.node.network.proxy;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a driver was told last, by service and by what callers send to. Where two services claim
/// the same address and port, as for a moment when it passes from one to the other, the one told
/// later has it. Not safe for use by several threads.
final class WantedServices {
  private final Map<Ref, List<Balancing>> services = new HashMap<>();
  private final Map<ServiceKey, Balancing> balancings = new HashMap<>();

  /// Forgets all but these.
  void replaceAll(Collection<Endpoint> endpoints) {
    services.clear();
    balancings.clear();
    endpoints.forEach(endpoint -> put(endpoint, new HashSet<>()));
  }

  /// Takes changes.
  ///
  /// @return for what something may be other than before
  Set<ServiceKey> update(Collection<Endpoint> changed, Collection<Ref> gone) {
    Set<ServiceKey> touched = new HashSet<>();
    gone.forEach(service -> remove(service, touched));
    changed.forEach(endpoint -> put(endpoint, touched));
    return touched;
  }

  Set<ServiceKey> keys() {
    return balancings.keySet();
  }

  Optional<Balancing> find(ServiceKey key) {
    return Optional.ofNullable(balancings.get(key));
  }

  private void put(Endpoint endpoint, Set<ServiceKey> touched) {
    remove(endpoint.service(), touched);
    List<Balancing> ports = Balancing.of(endpoint).toList();
    for (Balancing port : ports) {
      touched.add(port.key());
      balancings.put(port.key(), port);
    }
    services.put(endpoint.service(), ports);
  }

  private void remove(Ref service, Set<ServiceKey> touched) {
    List<Balancing> ports = services.remove(service);
    if (ports != null) {
      for (Balancing port : ports) {
        touched.add(port.key());
        balancings.remove(port.key(), port);
      }
    }
  }
}
