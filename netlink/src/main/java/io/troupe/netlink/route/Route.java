package io.troupe.netlink.route;

import io.troupe.netlink.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A route: packets for `destination` go to `gateway`, or straight to the neighbour on `link`.
///
/// `metric` is the kernel's priority (lower wins), `source` the address to send from, `protocol`
/// says who made the route (`ip route show proto`). With several `hops` the route balances over
/// them and has neither gateway nor link itself.
public record Route(
    Type type,
    IpPrefix destination,
    Optional<InetAddress> gateway,
    OptionalInt link,
    Optional<InetAddress> source,
    int table,
    int protocol,
    Optional<Scope> scope,
    OptionalInt metric,
    OptionalInt mtu,
    boolean onlink,
    List<Hop> hops)
    implements NetworkObject {
  /// The table a route is in unless it says otherwise (`RT_TABLE_MAIN`).
  public static final int MAIN_TABLE = 254;

  /// `RTPROT_KERNEL`: made by the kernel itself.
  public static final int KERNEL = 2;

  /// `RTPROT_BOOT`, what `ip route add` writes.
  public static final int BOOT = 3;

  /// `RTPROT_STATIC`: made by an administrator.
  public static final int STATIC = 4;

  public Route {
    hops = List.copyOf(hops);
  }

  /// `RTN_*` of `linux/rtnetlink.h`.
  public enum Type {
    UNSPECIFIED(0),
    UNICAST(1),
    LOCAL(2),
    BROADCAST(3),
    ANYCAST(4),
    MULTICAST(5),
    BLACKHOLE(6),
    UNREACHABLE(7),
    PROHIBIT(8),
    THROW(9);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Type of(int number) {
      for (Type type : values()) {
        if (type.number == number) {
          return type;
        }
      }
      return UNSPECIFIED;
    }
  }

  /// One of several ways a route has; `weight` counts from 1.
  public record Hop(int link, Optional<InetAddress> gateway, int weight, boolean onlink) {}

  /// A route of the main table to `destination`, yet without a way.
  public static Route to(IpPrefix destination) {
    return new Route(
        Type.UNICAST,
        destination.network(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        MAIN_TABLE,
        BOOT,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        false,
        List.of());
  }

  public Route via(InetAddress address) {
    return new Route(
        type,
        destination,
        Optional.of(address),
        link,
        source,
        table,
        protocol,
        scope,
        metric,
        mtu,
        onlink,
        hops);
  }

  public Route on(int index) {
    return new Route(
        type,
        destination,
        gateway,
        OptionalInt.of(index),
        source,
        table,
        protocol,
        scope,
        metric,
        mtu,
        onlink,
        hops);
  }

  public Route from(InetAddress address) {
    return new Route(
        type,
        destination,
        gateway,
        link,
        Optional.of(address),
        table,
        protocol,
        scope,
        metric,
        mtu,
        onlink,
        hops);
  }

  public Route withTable(int number) {
    return new Route(
        type,
        destination,
        gateway,
        link,
        source,
        number,
        protocol,
        scope,
        metric,
        mtu,
        onlink,
        hops);
  }

  public Route withProtocol(int number) {
    return new Route(
        type, destination, gateway, link, source, table, number, scope, metric, mtu, onlink, hops);
  }

  public Route withScope(Scope reach) {
    return new Route(
        type,
        destination,
        gateway,
        link,
        source,
        table,
        protocol,
        Optional.of(reach),
        metric,
        mtu,
        onlink,
        hops);
  }

  public Route withMetric(int number) {
    return new Route(
        type,
        destination,
        gateway,
        link,
        source,
        table,
        protocol,
        scope,
        OptionalInt.of(number),
        mtu,
        onlink,
        hops);
  }

  public Route withMtu(int bytes) {
    return new Route(
        type,
        destination,
        gateway,
        link,
        source,
        table,
        protocol,
        scope,
        metric,
        OptionalInt.of(bytes),
        onlink,
        hops);
  }

  /// The same with a gateway that counts as directly reachable though no address says so.
  public Route withOnlink() {
    return new Route(
        type, destination, gateway, link, source, table, protocol, scope, metric, mtu, true, hops);
  }

  public Route withType(Type kind) {
    return new Route(
        kind,
        destination,
        gateway,
        link,
        source,
        table,
        protocol,
        scope,
        metric,
        mtu,
        onlink,
        hops);
  }

  public Route withHops(List<Hop> ways) {
    return new Route(
        type,
        destination,
        gateway,
        link,
        source,
        table,
        protocol,
        scope,
        metric,
        mtu,
        onlink,
        ways);
  }

  /// As `ip route` writes it, as far as it identifies the route.
  String describe() {
    return destination
        + gateway.map(g -> " via " + g.getHostAddress()).orElse("")
        + (link.isPresent() ? " on link " + link.getAsInt() : "")
        + (table == MAIN_TABLE ? "" : " in table " + table);
  }
}
