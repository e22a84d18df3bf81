package io.troupe.node.network.proxy;

import io.troupe.core.template.Protocol;
import io.troupe.netlink.conntrack.Connection;
import io.troupe.netlink.conntrack.Conntrack;
import io.troupe.netlink.conntrack.Flow;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What connection tracking remembers of who calls what by UDP. Unlike TCP's these connections
/// never end while a caller goes on sending, so one whose backend is gone would send into the void
/// for ever.
final class UdpMappings {
  private static final int UDP = 17;

  private UdpMappings() {}

  /// Forgets those that lead elsewhere than where they may, so that the next packet finds its way
  /// anew.
  ///
  /// @param allowed where callers may go, by what they call; others are left alone
  static void end(Conntrack conntrack, Map<ServiceKey, Set<Target>> allowed) {
    Map<ServiceKey, Set<Target>> ours = new HashMap<>(allowed);
    ours.keySet().removeIf(key -> key.protocol() != Protocol.UDP);
    if (ours.isEmpty()) {
      return;
    }
    for (Connection connection : conntrack.connectionList()) {
      Flow original = connection.original();
      if (original.protocol() == UDP && isIpv4(original)) {
        Set<Target> targets = ours.get(key(original));
        if (targets != null && !targets.contains(target(connection.reply()))) {
          conntrack.connectionDelete(connection);
        }
      }
    }
  }

  private static boolean isIpv4(Flow flow) {
    return flow.destination().getAddress().length == 4;
  }

  private static ServiceKey key(Flow original) {
    return new ServiceKey(
        ServiceKey.ipv4(original.destination()), Protocol.UDP, original.destinationPort());
  }

  private static Target target(Flow reply) {
    return new Target(ServiceKey.ipv4(reply.source()), reply.sourcePort());
  }
}
