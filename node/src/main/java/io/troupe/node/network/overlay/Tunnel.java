package io.troupe.node.network.overlay;

import io.troupe.netlink.Errno;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.netlink.route.Vxlan;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkSettings;

/// The node's end of the VXLAN. It learns nothing from packets: who is where is written by
/// [TunnelPeers]. Its address is the first one of the node's subnet, its MAC address follows from
/// that.
record Tunnel(NetworkSettings settings, NetworkPlan plan, int mtu) {
  private static final int ADDRESS_IN_USE = 98;

  /// Makes the link right; gives its index.
  int ensure(Rtnetlink route) {
    NodeLink link =
        new NodeLink(
            NetworkSettings.PATH + ".interface",
            settings.link(),
            wanted(),
            mtu,
            Addresses.mac(plan.subnet().base()),
            Addresses.host(plan.subnet().base()));
    try {
      return link.ensure(route, this::same);
    } catch (NetlinkException.Refused e) {
      throw e.is(Errno.EEXIST) || e.is(Errno.of(ADDRESS_IN_USE)) ? taken(e) : e;
    }
  }

  private Vxlan wanted() {
    return Vxlan.of(settings.vni())
        .withLocal(Addresses.inet(plan.host()))
        .withPort(settings.port())
        .withLearning(false);
  }

  /// Whether what cannot be changed while a link exists is as wanted.
  private boolean same(LinkKind kind) {
    Vxlan wanted = wanted();
    return kind instanceof Vxlan found
        && found.vni() == wanted.vni()
        && found.port() == wanted.port()
        && found.local().equals(wanted.local())
        && found.remote().isEmpty()
        && found.device().isEmpty()
        && !found.learning()
        && !found.external()
        && !found.groupPolicy();
  }

  private NetworkFailure taken(NetlinkException.Refused e) {
    return new NetworkFailure(
        "another program of this machine uses VNI "
            + settings.vni()
            + " or UDP port "
            + settings.port()
            + " already (see `ip -d link show type vxlan` and `ss -ulnp`); set "
            + NetworkSettings.PATH
            + ".vni or .port to another number, the same on all nodes: "
            + e.getMessage(),
        e);
  }
}
