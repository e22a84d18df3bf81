package io.troupe.node.network;

import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.Bridge;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.netlink.route.Vxlan;
import io.troupe.node.network.NetworkSettings.DriverType;
import io.troupe.node.network.overlay.BridgeNetwork;
import io.troupe.node.network.overlay.VxlanNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The drivers of [PodNetwork] by their names.
public final class PodNetworks {
  private static final Logger LOG = LoggerFactory.getLogger(PodNetworks.class);

  private PodNetworks() {}

  /// The driver that the settings ask for, in the process's own network namespace. Nothing is
  /// changed yet.
  public static PodNetwork open(NetworkSettings settings, EngineNetworks engine) {
    DriverType driver =
        switch (settings.driver()) {
          case AUTO -> best();
          case LOCAL -> best() == DriverType.NONE ? DriverType.NONE : DriverType.BRIDGE;
          case NONE, BRIDGE, VXLAN -> settings.driver();
        };
    return switch (driver) {
      case NONE, AUTO, LOCAL -> new NoNetwork();
      case BRIDGE -> new BridgeNetwork(settings, engine, NetworkNamespace.current());
      case VXLAN -> new VxlanNetwork(settings, engine, NetworkNamespace.current());
    };
  }

  /// The best driver that this process can use here, found out in a namespace that nobody sees.
  static DriverType best() {
    try (NetworkNamespace scratch = NetworkNamespace.anonymous();
        Rtnetlink route = Rtnetlink.open(scratch)) {
      if (!makes(route, Bridge.standard())) {
        return DriverType.NONE;
      }
      return makes(route, Vxlan.of(1)) ? DriverType.VXLAN : DriverType.BRIDGE;
    } catch (NetlinkException e) {
      LOG.info("pods get no network of their own: {}", e.getMessage());
      return DriverType.NONE;
    }
  }

  private static boolean makes(Rtnetlink route, LinkKind kind) {
    try {
      route.linkAdd(LinkSpec.of("probe-" + kind.driver(), kind));
      return true;
    } catch (NetlinkException.Refused e) {
      LOG.info("this kernel makes no {} links: {}", kind.driver(), e.getMessage());
      return false;
    }
  }
}
