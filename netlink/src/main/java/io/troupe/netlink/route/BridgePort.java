package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// How a link behaves as a port of a bridge; the `IFLA_BRPORT_*` attributes of `linux/if_link.h`.
///
/// `hairpin` sends a frame back out of the port it came in by, `neighborSuppression` answers ARP
/// from the bridge's neighbours, `isolated` ports reach only those that are not.
public record BridgePort(
    boolean hairpin,
    boolean learning,
    boolean unicastFlood,
    boolean multicastFlood,
    boolean broadcastFlood,
    boolean neighborSuppression,
    boolean isolated) {
  private static final int MODE = 4;
  private static final int LEARNING = 8;
  private static final int UNICAST_FLOOD = 9;
  private static final int MCAST_FLOOD = 27;
  private static final int BCAST_FLOOD = 30;
  private static final int NEIGH_SUPPRESS = 32;
  private static final int ISOLATED = 33;

  /// The kernel's own defaults of a new port.
  public static BridgePort standard() {
    return new BridgePort(false, true, true, true, true, false, false);
  }

  public BridgePort withHairpin(boolean on) {
    return new BridgePort(
        on, learning, unicastFlood, multicastFlood, broadcastFlood, neighborSuppression, isolated);
  }

  public BridgePort withLearning(boolean on) {
    return new BridgePort(
        hairpin, on, unicastFlood, multicastFlood, broadcastFlood, neighborSuppression, isolated);
  }

  public BridgePort withNeighborSuppression(boolean on) {
    return new BridgePort(
        hairpin, learning, unicastFlood, multicastFlood, broadcastFlood, on, isolated);
  }

  public BridgePort withIsolated(boolean on) {
    return new BridgePort(
        hairpin, learning, unicastFlood, multicastFlood, broadcastFlood, neighborSuppression, on);
  }

  void writeTo(PayloadWriter out) {
    out.u8(MODE, hairpin ? 1 : 0)
        .u8(LEARNING, learning ? 1 : 0)
        .u8(UNICAST_FLOOD, unicastFlood ? 1 : 0)
        .u8(MCAST_FLOOD, multicastFlood ? 1 : 0)
        .u8(BCAST_FLOOD, broadcastFlood ? 1 : 0)
        .u8(NEIGH_SUPPRESS, neighborSuppression ? 1 : 0)
        .u8(ISOLATED, isolated ? 1 : 0);
  }

  static BridgePort read(Attributes data) {
    return new BridgePort(
        data.yes(MODE),
        data.yes(LEARNING),
        data.yes(UNICAST_FLOOD),
        data.yes(MCAST_FLOOD),
        data.yes(BCAST_FLOOD),
        data.yes(NEIGH_SUPPRESS),
        data.yes(ISOLATED));
  }
}
