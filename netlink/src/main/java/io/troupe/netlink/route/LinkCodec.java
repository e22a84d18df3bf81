package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.Message;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.util.Optional;
import java.util.function.Supplier;

/// The messages about links: `RTM_NEWLINK` and its kin, `linux/if_link.h`, `man 7 rtnetlink`.
///
/// Each starts with `struct ifinfomsg`:
///
/// ```
///  0        1        2        4                 8                 12                16
///  +--------+--------+--------+-----------------+-----------------+-----------------+
///  | family |  pad   |  type  |      index      |      flags      |  flags to change| attributes
///  +--------+--------+--------+-----------------+-----------------+-----------------+
/// ```
final class LinkCodec {
  static final int NEW = 16;
  static final int DELETE = 17;
  static final int GET = 18;
  static final int SET = 19;
  static final int HEADER = 16;

  private static final int IFF_UP = 1;

  private static final int ADDRESS = 1;
  private static final int IFNAME = 3;
  private static final int MTU = 4;
  private static final int LINK = 5;
  private static final int MASTER = 10;
  private static final int OPERSTATE = 16;
  private static final int LINKINFO = 18;
  private static final int IFALIAS = 20;
  private static final int STATS64 = 23;
  private static final int NET_NS_FD = 28;
  private static final int LINK_NETNSID = 37;

  private static final int INFO_KIND = 1;
  private static final int INFO_DATA = 2;
  private static final int INFO_SLAVE_KIND = 4;
  private static final int INFO_SLAVE_DATA = 5;
  private static final int VETH_INFO_PEER = 1;

  private LinkCodec() {}

  static Request add(LinkSpec spec) {
    return Request.of(
        NEW,
        Request.CREATE | Request.EXCLUSIVE,
        () -> "add link " + spec.name() + " (" + spec.kind().driver() + ")",
        out -> {
          int up = spec.up() ? IFF_UP : 0;
          header(out, 0, up, up);
          out.string(IFNAME, spec.name());
          spec.mtu().ifPresent(mtu -> out.u32(MTU, mtu));
          spec.mac().ifPresent(mac -> out.bytes(ADDRESS, mac.bytes()));
          spec.master().ifPresent(master -> out.u32(MASTER, master));
          kind(out, spec.kind());
        });
  }

  static Request delete(int index) {
    return Request.of(DELETE, 0, () -> "delete link " + index, out -> header(out, index, 0, 0));
  }

  static Request find(String name) {
    return Request.of(
        GET,
        0,
        () -> "find link " + name,
        out -> {
          header(out, 0, 0, 0);
          out.string(IFNAME, name);
        });
  }

  static Request find(int index) {
    return Request.of(GET, 0, () -> "find link " + index, out -> header(out, index, 0, 0));
  }

  static Request list() {
    return Request.of(GET, 0, () -> "list links", out -> header(out, 0, 0, 0));
  }

  static Request setUp(int index, boolean up) {
    return Request.of(
        NEW,
        0,
        () -> "set link " + index + (up ? " up" : " down"),
        out -> header(out, index, up ? IFF_UP : 0, IFF_UP));
  }

  static Request setMtu(int index, int mtu) {
    return change(
        index, () -> "set the MTU of link " + index + " to " + mtu, out -> out.u32(MTU, mtu));
  }

  static Request setMac(int index, MacAddress mac) {
    return change(
        index,
        () -> "set the address of link " + index + " to " + mac,
        out -> out.bytes(ADDRESS, mac.bytes()));
  }

  static Request setName(int index, String name) {
    LinkSpec.requireName(name);
    return change(
        index, () -> "rename link " + index + " to " + name, out -> out.string(IFNAME, name));
  }

  static Request setAlias(int index, String alias) {
    return change(
        index,
        () -> "set the alias of link " + index + " to '" + alias + "'",
        out -> out.string(IFALIAS, alias));
  }

  static Request setMaster(int index, int master) {
    return change(
        index,
        () ->
            master == 0
                ? "release link " + index + " from its master"
                : "make link " + index + " a port of link " + master,
        out -> out.u32(MASTER, master));
  }

  static Request setNamespace(int index, NetworkNamespace namespace) {
    return change(
        index,
        () -> "move link " + index + " to " + namespace,
        out -> out.u32(NET_NS_FD, namespace.descriptor()));
  }

  static Request setBridge(int index, Bridge bridge, Bridge current) {
    return change(
        index,
        () -> "change the bridge settings of link " + index,
        out ->
            out.nest(
                LINKINFO,
                info ->
                    info.string(INFO_KIND, bridge.driver())
                        .nest(INFO_DATA, data -> bridge.writeTo(data, current))));
  }

  static Request setPort(int index, BridgePort port) {
    return change(
        index,
        () -> "change how link " + index + " works as a bridge's port",
        out ->
            out.nest(
                LINKINFO,
                info ->
                    info.string(INFO_SLAVE_KIND, "bridge").nest(INFO_SLAVE_DATA, port::writeTo)));
  }

  static Link read(Message message) {
    Attributes attributes = message.payload().attributes(HEADER);
    Attributes info = attributes.nested(LINKINFO);
    return new Link(
        message.payload().s32(4),
        attributes.string(IFNAME),
        readKind(info),
        message.payload().s32(8),
        Link.State.of(attributes.integer(OPERSTATE, 0)),
        attributes.integer(MTU, 0),
        attributes.find(ADDRESS).filter(a -> a.length() == 6).map(a -> MacAddress.of(a.bytes())),
        attributes.integer(MASTER),
        attributes.integer(LINK),
        attributes.integer(LINK_NETNSID),
        attributes.string(IFALIAS),
        info.string(INFO_SLAVE_KIND).equals("bridge")
            ? Optional.of(BridgePort.read(info.nested(INFO_SLAVE_DATA)))
            : Optional.empty(),
        attributes.map(STATS64, LinkStatistics::read).orElse(LinkStatistics.NONE));
  }

  private static Request change(int index, Supplier<String> words, PayloadWriter.Part attributes) {
    return Request.of(
        NEW,
        0,
        words,
        out -> {
          header(out, index, 0, 0);
          attributes.writeTo(out);
        });
  }

  private static void header(PayloadWriter out, int index, int flags, int change) {
    out.u8(0).u8(0).u16(0).u32(index).u32(flags).u32(change);
  }

  private static void kind(PayloadWriter out, LinkKind kind) {
    out.nest(
        LINKINFO,
        info -> {
          info.string(INFO_KIND, kind.driver());
          switch (kind) {
            case Bridge bridge ->
                info.nest(INFO_DATA, data -> bridge.writeTo(data, Bridge.standard()));
            case Vxlan vxlan -> info.nest(INFO_DATA, vxlan::writeTo);
            case LinkKind.Veth veth -> veth.peer().ifPresent(peer -> peer(info, peer));
            case LinkKind.Dummy _, LinkKind.Other _ -> {}
          }
        });
  }

  private static void peer(PayloadWriter info, LinkKind.Peer peer) {
    info.nest(
        INFO_DATA,
        data ->
            data.nest(
                VETH_INFO_PEER,
                out -> {
                  header(out, 0, 0, 0);
                  out.string(IFNAME, peer.name());
                  peer.mtu().ifPresent(mtu -> out.u32(MTU, mtu));
                  peer.mac().ifPresent(mac -> out.bytes(ADDRESS, mac.bytes()));
                  peer.namespace().ifPresent(ns -> out.u32(NET_NS_FD, ns.descriptor()));
                }));
  }

  private static LinkKind readKind(Attributes info) {
    return switch (info.string(INFO_KIND)) {
      case "bridge" -> Bridge.read(info.nested(INFO_DATA));
      case "vxlan" -> Vxlan.read(info.nested(INFO_DATA));
      case "veth" -> new LinkKind.Veth(Optional.empty());
      case "dummy" -> new LinkKind.Dummy();
      case String other -> new LinkKind.Other(other);
    };
  }
}
