package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.Message;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.net.InetAddress;
import java.util.Optional;

/// An IP address of a link, with the length of its network's prefix.
///
/// `flags` are the `IFA_F_*` of `linux/if_addr.h`; {@link #withoutDetection} and {@link
/// #withoutRoute} set the useful ones. The label is IPv4's only; empty is the link's own name.
/// Messages start with `struct ifaddrmsg`:
///
/// ```
///  0        1        2        3        4                 8
///  +--------+--------+--------+--------+-----------------+
///  | family | prefix | flags  | scope  |   link's index  | attributes
///  +--------+--------+--------+--------+-----------------+
/// ```
public record InterfaceAddress(
    int link,
    IpPrefix prefix,
    Optional<InetAddress> broadcast,
    String label,
    Scope scope,
    int flags)
    implements NetworkObject {
  public static final int NO_DAD = 0x02;
  public static final int DAD_FAILED = 0x08;
  public static final int TENTATIVE = 0x40;
  public static final int PERMANENT = 0x80;
  public static final int NO_PREFIX_ROUTE = 0x200;

  static final int NEW = 20;
  static final int DELETE = 21;
  static final int GET = 22;

  private static final int HEADER = 8;
  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;
  private static final int LABEL = 3;
  private static final int BROADCAST = 4;
  private static final int FLAGS = 8;

  public static InterfaceAddress of(int link, IpPrefix prefix) {
    return new InterfaceAddress(link, prefix, Optional.empty(), "", Scope.UNIVERSE, 0);
  }

  public InterfaceAddress withBroadcast(InetAddress address) {
    return new InterfaceAddress(link, prefix, Optional.of(address), label, scope, flags);
  }

  public InterfaceAddress withLabel(String text) {
    return new InterfaceAddress(link, prefix, broadcast, text, scope, flags);
  }

  public InterfaceAddress withScope(Scope reach) {
    return new InterfaceAddress(link, prefix, broadcast, label, reach, flags);
  }

  /// The same without IPv6's duplicate address detection: usable at once.
  public InterfaceAddress withoutDetection() {
    return new InterfaceAddress(link, prefix, broadcast, label, scope, flags | NO_DAD);
  }

  /// The same without the route to its network that the kernel would add.
  public InterfaceAddress withoutRoute() {
    return new InterfaceAddress(link, prefix, broadcast, label, scope, flags | NO_PREFIX_ROUTE);
  }

  static Request add(InterfaceAddress address, int flags) {
    return Request.of(
        NEW,
        flags,
        () -> "add address " + address.prefix + " to link " + address.link,
        address::writeTo);
  }

  static Request delete(InterfaceAddress address) {
    return Request.of(
        DELETE,
        0,
        () -> "delete address " + address.prefix + " from link " + address.link,
        address::writeTo);
  }

  static Request list(Family family, int link) {
    return Request.of(
        GET,
        0,
        () -> link == 0 ? "list addresses" : "list addresses of link " + link,
        out -> out.u8(family.number()).u8(0).u8(0).u8(0).u32(link));
  }

  static InterfaceAddress read(Message message) {
    Attributes attributes = message.payload().attributes(HEADER);
    InetAddress address =
        attributes
            .address(LOCAL)
            .or(() -> attributes.address(ADDRESS))
            .orElseThrow(() -> new NetlinkException.Malformed("read an address", "it has none"));
    return new InterfaceAddress(
        message.payload().s32(4),
        new IpPrefix(address, message.payload().u8(1)),
        attributes.address(BROADCAST),
        attributes.string(LABEL),
        Scope.of(message.payload().u8(3)),
        attributes.integer(FLAGS, message.payload().u8(2)));
  }

  private void writeTo(PayloadWriter out) {
    out.u8(Family.of(prefix.address()).number())
        .u8(prefix.length())
        .u8(flags & 0xff)
        .u8(scope.number())
        .u32(link)
        .address(LOCAL, prefix.address())
        .address(ADDRESS, prefix.address())
        .u32(FLAGS, flags);
    broadcast.ifPresent(b -> out.address(BROADCAST, b));
    if (!label.isEmpty()) {
      out.string(LABEL, label);
    }
  }
}
