package io.troupe.netlink.route;

import java.util.OptionalInt;

/// Which routes to list; what is not given matches all. The kernel applies it.
public record RouteFilter(
    Family family, OptionalInt table, OptionalInt link, OptionalInt protocol) {
  /// Every route of every table, those the kernel makes for local addresses included.
  public static RouteFilter all() {
    return new RouteFilter(
        Family.ANY, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /// The routes `ip route` shows: one family, the main table.
  public static RouteFilter main(Family family) {
    return new RouteFilter(
        family, OptionalInt.of(Route.MAIN_TABLE), OptionalInt.empty(), OptionalInt.empty());
  }

  public RouteFilter on(int index) {
    return new RouteFilter(family, table, OptionalInt.of(index), protocol);
  }

  public RouteFilter inTable(int number) {
    return new RouteFilter(family, OptionalInt.of(number), link, protocol);
  }

  public RouteFilter by(int number) {
    return new RouteFilter(family, table, link, OptionalInt.of(number));
  }

  /// An older kernel lists everything whatever was asked, so what it lists is looked at again.
  boolean matches(Route route) {
    return (table.isEmpty() || table.getAsInt() == route.table())
        && (protocol.isEmpty() || protocol.getAsInt() == route.protocol())
        && (link.isEmpty()
            || route.link().equals(link)
            || route.hops().stream().anyMatch(hop -> hop.link() == link.getAsInt()));
  }
}
