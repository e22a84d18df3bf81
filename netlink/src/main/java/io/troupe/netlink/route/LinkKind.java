package io.troupe.netlink.route;

import io.troupe.netlink.MacAddress;
import io.troupe.netlink.NetworkNamespace;
import java.util.Optional;
import java.util.OptionalInt;

/// What drives a link, with the settings of that driver.
public sealed interface LinkKind
    permits Bridge, LinkKind.Dummy, LinkKind.Other, LinkKind.Veth, Vxlan {
  /// The name the kernel knows the driver by, as `ip link add type` takes it.
  String driver();

  /// A link that drops what it is given; it carries addresses.
  record Dummy() implements LinkKind {
    @Override
    public String driver() {
      return "dummy";
    }
  }

  /// One end of a virtual cable. The peer is what to make at the other end; it is empty in a link
  /// that was read, whose {@link Link#parent} is the peer's index.
  record Veth(Optional<Peer> peer) implements LinkKind {
    /// A cable whose other end is `peer`, in the same namespace.
    public static Veth to(String peer) {
      return new Veth(
          Optional.of(new Peer(peer, Optional.empty(), Optional.empty(), OptionalInt.empty())));
    }

    @Override
    public String driver() {
      return "veth";
    }

    /// The same cable with the other end put into another namespace from the start.
    public Veth in(NetworkNamespace namespace) {
      return new Veth(peer.map(p -> new Peer(p.name, Optional.of(namespace), p.mac, p.mtu)));
    }

    /// The same cable with a chosen address at the other end.
    public Veth peerMac(MacAddress mac) {
      return new Veth(peer.map(p -> new Peer(p.name, p.namespace, Optional.of(mac), p.mtu)));
    }

    /// The same cable with a chosen MTU at the other end.
    public Veth peerMtu(int mtu) {
      return new Veth(peer.map(p -> new Peer(p.name, p.namespace, p.mac, OptionalInt.of(mtu))));
    }
  }

  /// The other end of a virtual cable that is to be made.
  record Peer(
      String name,
      Optional<NetworkNamespace> namespace,
      Optional<MacAddress> mac,
      OptionalInt mtu) {
    public Peer {
      LinkSpec.requireName(name);
    }
  }

  /// A driver whose settings this library does not read; the empty name is a link without a driver
  /// of its own, such as hardware or loopback.
  record Other(String driver) implements LinkKind {}
}
