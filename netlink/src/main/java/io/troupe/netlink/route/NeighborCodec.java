package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.Message;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.util.OptionalInt;

/// The messages about neighbours and forwarding entries, which share `RTM_NEWNEIGH` and its kin and
/// differ by family; `linux/neighbour.h`.
///
/// Each starts with `struct ndmsg`:
///
/// ```
///  0        1        2        4                 8        10       11       12
///  +--------+--------+--------+-----------------+--------+--------+--------+
///  | family |  pad   |  pad   |   link's index  | state  | flags  |  type  | attributes
///  +--------+--------+--------+-----------------+--------+--------+--------+
/// ```
final class NeighborCodec {
  static final int NEW = 28;
  static final int DELETE = 29;
  static final int GET = 30;

  private static final int HEADER = 12;
  private static final int SELF = 0x02;
  private static final int MASTER_FLAG = 0x04;

  private static final int DST = 1;
  private static final int LLADDR = 2;
  private static final int VLAN = 5;
  private static final int PORT = 6;
  private static final int VNI = 7;
  private static final int IFINDEX = 8;

  private NeighborCodec() {}

  static Request add(Neighbor neighbor, int flags) {
    return Request.of(
        NEW,
        flags,
        () -> ((flags & Request.REPLACE) != 0 ? "replace " : "add ") + describe(neighbor),
        out -> write(out, neighbor));
  }

  static Request delete(Neighbor neighbor) {
    return Request.of(DELETE, 0, () -> "delete " + describe(neighbor), out -> write(out, neighbor));
  }

  static Request list(Family family, int link) {
    return Request.of(
        GET,
        0,
        () -> link == 0 ? "list neighbours" : "list neighbours of link " + link,
        out -> {
          header(out, family.number(), 0, 0, 0);
          if (link != 0) {
            out.u32(IFINDEX, link);
          }
        });
  }

  static Request addFdb(FdbEntry entry, int flags) {
    return Request.of(
        NEW, flags, () -> "add forwarding entry " + entry.describe(), out -> write(out, entry));
  }

  static Request deleteFdb(FdbEntry entry) {
    return Request.of(
        DELETE, 0, () -> "delete forwarding entry " + entry.describe(), out -> write(out, entry));
  }

  static Request listFdb(int link) {
    return Request.of(
        GET,
        0,
        () -> link == 0 ? "list forwarding entries" : "list forwarding entries of link " + link,
        out -> header(out, Family.BRIDGE, link, 0, 0));
  }

  static boolean isFdb(Message message) {
    return message.payload().u8(0) == Family.BRIDGE;
  }

  static Neighbor read(Message message) {
    Payload payload = message.payload();
    Attributes attributes = payload.attributes(HEADER);
    return new Neighbor(
        payload.s32(4),
        attributes
            .address(DST)
            .orElseThrow(() -> new NetlinkException.Malformed("read a neighbour", "no address")),
        attributes.find(LLADDR).filter(a -> a.length() == 6).map(a -> MacAddress.of(a.bytes())),
        Neighbor.State.of(payload.u16(8)),
        payload.u8(10));
  }

  static FdbEntry readFdb(Message message) {
    Payload payload = message.payload();
    Attributes attributes = payload.attributes(HEADER);
    int flags = payload.u8(10);
    return new FdbEntry(
        payload.s32(4),
        MacAddress.of(attributes.map(LLADDR, Payload::bytes).orElse(new byte[6])),
        attributes.address(DST),
        Neighbor.State.of(payload.u16(8)),
        (flags & SELF) != 0,
        (flags & MASTER_FLAG) != 0,
        (flags & Neighbor.EXTERNALLY_LEARNED) != 0,
        attributes.integer(VLAN),
        attributes.integer(VNI),
        attributes.map(PORT, port -> OptionalInt.of(port.be16(0))).orElse(OptionalInt.empty()),
        attributes.integer(IFINDEX));
  }

  private static void write(PayloadWriter out, Neighbor neighbor) {
    header(
        out,
        Family.of(neighbor.address()).number(),
        neighbor.link(),
        neighbor.state().bit(),
        neighbor.flags());
    out.address(DST, neighbor.address());
    neighbor.mac().ifPresent(mac -> out.bytes(LLADDR, mac.bytes()));
  }

  private static void write(PayloadWriter out, FdbEntry entry) {
    int flags =
        (entry.self() ? SELF : 0)
            | (entry.master() ? MASTER_FLAG : 0)
            | (entry.externallyLearned() ? Neighbor.EXTERNALLY_LEARNED : 0);
    header(out, Family.BRIDGE, entry.link(), entry.state().bit(), flags);
    out.bytes(LLADDR, entry.mac().bytes());
    entry.remote().ifPresent(remote -> out.address(DST, remote));
    entry.vlan().ifPresent(vlan -> out.u16(VLAN, vlan));
    entry.port().ifPresent(port -> out.be16(PORT, port));
    entry.vni().ifPresent(vni -> out.u32(VNI, vni));
    entry.via().ifPresent(via -> out.u32(IFINDEX, via));
  }

  private static void header(PayloadWriter out, int family, int link, int state, int flags) {
    out.u8(family).u8(0).u16(0).u32(link).u16(state).u8(flags).u8(0);
  }

  private static String describe(Neighbor neighbor) {
    return "neighbour "
        + neighbor.address().getHostAddress()
        + neighbor.mac().map(mac -> " at " + mac).orElse("")
        + " on link "
        + neighbor.link();
  }
}
