package io.troupe.node.network.proxy;

import io.troupe.core.network.Balance;
import io.troupe.core.template.Protocol;
import io.troupe.netlink.ipvs.Destination;
import io.troupe.netlink.ipvs.IpvsBulk;
import io.troupe.netlink.ipvs.ServiceAddress;
import io.troupe.netlink.ipvs.TransportProtocol;
import io.troupe.netlink.ipvs.VirtualService;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What IPVS has, or is to have, for one service port.
///
/// @param destinations by address and port
record VirtualServer(VirtualService service, Map<Target, Destination> destinations) {
  private static final int SERVING = 1;
  private static final int DRAINING = 0;

  static VirtualServer of(Balancing balancing) {
    Map<Target, Destination> destinations = new HashMap<>();
    balancing.serving().forEach(target -> destinations.put(target, destination(target, SERVING)));
    balancing.draining().forEach(target -> destinations.put(target, destination(target, DRAINING)));
    VirtualService service =
        VirtualService.of(address(balancing.key()), balancing.balance().label());
    // By itself `sh` refuses the callers of a backend that drains.
    return new VirtualServer(
        balancing.balance() == Balance.SH ? service.with(VirtualService.Flag.FALLBACK) : service,
        destinations);
  }

  static ServiceAddress address(ServiceKey key) {
    return new ServiceAddress.Endpoint(
        TransportProtocol.valueOf(key.protocol().name()),
        ServiceKey.inet(key.address()),
        key.port());
  }

  /// Empty for a service by mark, or of IPv6.
  static Optional<ServiceKey> key(ServiceAddress address) {
    return address instanceof ServiceAddress.Endpoint endpoint && !endpoint.isIpv6()
        ? Optional.of(
            new ServiceKey(
                ServiceKey.ipv4(endpoint.address()),
                Protocol.valueOf(endpoint.protocol().name()),
                endpoint.port()))
        : Optional.empty();
  }

  static Target target(Destination destination) {
    return new Target(ServiceKey.ipv4(destination.address()), destination.port());
  }

  /// Writes what makes this of what there was: who is to get connections comes first, so that there
  /// is always one.
  void writeTo(IpvsBulk bulk, Optional<VirtualServer> before) {
    ServiceAddress address = service.address();
    if (before.isEmpty()) {
      bulk.serviceAdd(service);
    } else if (!before.get().service.equals(service)) {
      bulk.serviceEdit(service);
    }
    Map<Target, Destination> old = before.map(VirtualServer::destinations).orElse(Map.of());
    destinations.forEach((target, destination) -> {
      if (!old.containsKey(target)) {
        bulk.destinationAdd(address, destination);
      } else if (destination.weight() > 0 && !destination.equals(old.get(target))) {
        bulk.destinationEdit(address, destination);
      }
    });
    destinations.forEach((target, destination) -> {
      if (old.containsKey(target)
          && destination.weight() == 0
          && !destination.equals(old.get(target))) {
        bulk.destinationEdit(address, destination);
      }
    });
    old.forEach((target, destination) -> {
      if (!destinations.containsKey(target)) {
        bulk.destinationDelete(address, destination);
      }
    });
  }

  private static Destination destination(Target target, int weight) {
    return Destination.masquerade(ServiceKey.inet(target.address()), target.port(), weight);
  }
}
