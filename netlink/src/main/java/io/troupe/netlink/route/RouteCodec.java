package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.Message;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The messages about routes: `RTM_NEWROUTE` and its kin, `linux/rtnetlink.h`, `man 7 rtnetlink`.
///
/// Each starts with `struct rtmsg`:
///
/// ```
///  0        1        2        3        4        5        6        7        8                 12
///  +--------+--------+--------+--------+--------+--------+--------+--------+-----------------+
///  | family | to len.|from len|  tos   | table  |protocol| scope  |  type  |      flags      |
///  +--------+--------+--------+--------+--------+--------+--------+--------+-----------------+
/// ```
///
/// A table above 255 does not fit there and is in `RTA_TABLE`, which is always written.
final class RouteCodec {
  static final int NEW = 24;
  static final int DELETE = 25;
  static final int GET = 26;

  private static final int HEADER = 12;
  private static final int ONLINK = 4;
  private static final int LARGEST_SHORT_TABLE = 255;

  private static final int DST = 1;
  private static final int OIF = 4;
  private static final int GATEWAY = 5;
  private static final int PRIORITY = 6;
  private static final int PREFSRC = 7;
  private static final int METRICS = 8;
  private static final int MULTIPATH = 9;
  private static final int TABLE = 15;
  private static final int VIA = 18;
  private static final int METRIC_MTU = 2;

  private RouteCodec() {}

  static Request add(Route route, int flags) {
    return Request.of(
        NEW,
        flags,
        () ->
            ((flags & Request.REPLACE) != 0 ? "replace route to " : "add route to ")
                + route.describe(),
        out -> write(out, route, route.scope().orElseGet(() -> scopeToAdd(route))));
  }

  static Request delete(Route route) {
    return Request.of(
        DELETE,
        0,
        () -> "delete route to " + route.describe(),
        out -> write(out, route, route.scope().orElse(Scope.NOWHERE)));
  }

  static Request list(RouteFilter filter, Family family) {
    return Request.of(
        GET,
        0,
        () -> "list routes",
        out -> {
          out.u8(family.number()).u8(0).u8(0).u8(0).u8(0);
          out.u8(filter.protocol().orElse(0)).u8(0).u8(0).u32(0);
          filter.table().ifPresent(table -> out.u32(TABLE, table));
          filter.link().ifPresent(link -> out.u32(OIF, link));
        });
  }

  static Request lookUp(InetAddress address) {
    IpPrefix host = IpPrefix.host(address);
    return Request.of(
        GET,
        0,
        () -> "find the route to " + address.getHostAddress(),
        out -> {
          out.u8(Family.of(address).number()).u8(host.length()).u16(0).u32(0).u32(0);
          out.address(DST, address);
        });
  }

  static Route read(Message message) {
    Payload payload = message.payload();
    Attributes attributes = payload.attributes(HEADER);
    return new Route(
        Route.Type.of(payload.u8(7)),
        destination(payload, attributes),
        gateway(attributes),
        attributes.integer(OIF),
        attributes.address(PREFSRC),
        attributes.integer(TABLE, payload.u8(4)),
        payload.u8(5),
        Optional.of(Scope.of(payload.u8(6))),
        attributes.integer(PRIORITY),
        attributes.nested(METRICS).integer(METRIC_MTU),
        (payload.s32(8) & ONLINK) != 0,
        attributes.map(MULTIPATH, RouteCodec::hops).orElse(List.of()));
  }

  private static void write(PayloadWriter out, Route route, Scope scope) {
    Family family = Family.of(route.destination().address());
    out.u8(family.number())
        .u8(route.destination().length())
        .u8(0)
        .u8(0)
        .u8(route.table() > LARGEST_SHORT_TABLE ? 0 : route.table())
        .u8(route.protocol())
        .u8(scope.number())
        .u8(route.type().number())
        .u32(route.onlink() ? ONLINK : 0)
        .u32(TABLE, route.table());
    if (route.destination().length() > 0) {
      out.address(DST, route.destination().address());
    }
    route.gateway().ifPresent(gateway -> gateway(out, family, gateway));
    route.link().ifPresent(link -> out.u32(OIF, link));
    route.source().ifPresent(source -> out.address(PREFSRC, source));
    route.metric().ifPresent(metric -> out.u32(PRIORITY, metric));
    route.mtu().ifPresent(mtu -> out.nest(METRICS, metrics -> metrics.u32(METRIC_MTU, mtu)));
    if (!route.hops().isEmpty()) {
      out.attribute(MULTIPATH, hops -> route.hops().forEach(hop -> hop(hops, family, hop)));
    }
  }

  /// A gateway of the other family goes into `RTA_VIA`: its family in two bytes, then the address.
  private static void gateway(PayloadWriter out, Family family, InetAddress gateway) {
    Family its = Family.of(gateway);
    if (its == family) {
      out.address(GATEWAY, gateway);
    } else {
      out.attribute(VIA, via -> via.u16(its.number()).bytes(gateway.getAddress()));
    }
  }

  /// One way of several, `struct rtnexthop`:
  ///
  /// ```
  ///  0        2        3        4                 8
  ///  +--------+--------+--------+-----------------+
  ///  | length | flags  |weight-1|   link's index  | attributes: the gateway
  ///  +--------+--------+--------+-----------------+
  /// ```
  private static void hop(PayloadWriter out, Family family, Route.Hop hop) {
    PayloadWriter attributes = new PayloadWriter();
    hop.gateway().ifPresent(gateway -> gateway(attributes, family, gateway));
    out.u16(8 + attributes.size())
        .u8(hop.onlink() ? ONLINK : 0)
        .u8(hop.weight() - 1)
        .u32(hop.link())
        .bytes(attributes.toBytes());
  }

  private static List<Route.Hop> hops(Payload multipath) {
    List<Route.Hop> hops = new ArrayList<>();
    int at = 0;
    while (at + 8 <= multipath.length()) {
      int length = multipath.u16(at);
      if (length < 8) {
        throw new NetlinkException.Malformed("read a route", "a next hop of " + length + " bytes");
      }
      Attributes attributes = multipath.slice(at, length).attributes(8);
      hops.add(
          new Route.Hop(
              multipath.s32(at + 4),
              gateway(attributes),
              multipath.u8(at + 3) + 1,
              (multipath.u8(at + 2) & ONLINK) != 0));
      at += length + 3 & ~3;
    }
    return hops;
  }

  private static IpPrefix destination(Payload payload, Attributes attributes) {
    int length = payload.u8(1);
    return attributes
        .address(DST)
        .map(address -> new IpPrefix(address, length))
        .orElseGet(
            () -> IpPrefix.parse(payload.u8(0) == Family.IPV4.number() ? "0.0.0.0/0" : "::/0"));
  }

  private static Optional<InetAddress> gateway(Attributes attributes) {
    return attributes.address(GATEWAY).or(() -> attributes.map(VIA, via -> via.from(2).address()));
  }

  /// What `ip route add` chooses: a route without a gateway reaches only the link.
  private static Scope scopeToAdd(Route route) {
    return switch (route.type()) {
      case LOCAL -> Scope.HOST;
      case UNICAST, UNSPECIFIED ->
          route.gateway().isEmpty() && route.hops().isEmpty() ? Scope.LINK : Scope.UNIVERSE;
      case BROADCAST, MULTICAST, ANYCAST -> Scope.LINK;
      case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> Scope.UNIVERSE;
    };
  }
}
