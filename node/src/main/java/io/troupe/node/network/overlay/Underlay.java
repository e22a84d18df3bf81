package io.troupe.node.network.overlay;

import io.troupe.core.network.Ipv4;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.NetworkFailure;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The link by which a node reaches the others: the one that carries the node's own address.
record Underlay(Link link) {
  /// What VXLAN puts around a packet over IPv4: 20 bytes of IP, 8 of UDP, 8 of VXLAN, 14 of
  /// Ethernet.
  static final int OVERHEAD = 50;

  private static final int LOOPBACK_FLAG = 0x8;

  int mtu() {
    return link.mtu();
  }

  boolean isLoopback() {
    return (link.flags() & LOOPBACK_FLAG) != 0;
  }

  static Optional<Underlay> find(Rtnetlink route, Ipv4 host) {
    InetAddress address = Addresses.inet(host);
    return route.addressList().stream()
        .filter(one -> one.prefix().address().equals(address))
        .findFirst()
        .flatMap(one -> route.linkFind(one.link()))
        .map(Underlay::new);
  }

  /// @throws NetworkFailure when no link has the address
  static Underlay require(Rtnetlink route, Ipv4 host) {
    return find(route, host)
        .orElseThrow(() ->
            new NetworkFailure(
                "the node's address "
                    + host
                    + " is on no link of this machine, which has "
                    + known(route.addressList())
                    + "; set troupe.node.address to the one by which the other nodes reach it"));
  }

  private static String known(List<InterfaceAddress> addresses) {
    return addresses.stream()
        .filter(one -> one.prefix().isIpv4())
        .map(one -> one.prefix().address().getHostAddress())
        .collect(Collectors.joining(", "));
  }
}
