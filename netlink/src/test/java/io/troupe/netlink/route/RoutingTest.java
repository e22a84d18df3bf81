package io.troupe.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.netlink.Errno;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.Kernel;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.TestNetwork;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Addresses, routes, rules, neighbours and forwarding entries on a VXLAN as an overlay has it.
class RoutingTest {
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
  private static final int LOCAL_TABLE = 255;
  private static final MacAddress PEER = MacAddress.parse("02:00:00:00:00:02");

  @ParameterizedTest
  @EnumSource
  void putsAddressesOnALink(Kernel kernel) {
    try (TestNetwork network = kernel.network("address")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      int link = overlay(route);
      InterfaceAddress four =
          InterfaceAddress.of(link, IpPrefix.parse("10.7.1.1/24"))
              .withBroadcast(ip("10.7.1.255"))
              .withLabel("vx0:pods");
      InterfaceAddress six =
          InterfaceAddress.of(link, IpPrefix.parse("fd00:7::1/64"))
              .withoutDetection()
              .withoutRoute();

      route.addressAdd(four);
      route.addressAdd(six);
      route.addressReplace(six);

      assertThat(route.addressList(link))
          .filteredOn(address -> address.scope() == Scope.UNIVERSE)
          .satisfiesExactlyInAnyOrder(
              address -> {
                assertThat(address.prefix()).isEqualTo(four.prefix());
                assertThat(address.broadcast()).contains(ip("10.7.1.255"));
                assertThat(address.label()).isEqualTo("vx0:pods");
                assertThat(address.flags()).isEqualTo(InterfaceAddress.PERMANENT);
              },
              address -> {
                assertThat(address.prefix()).isEqualTo(six.prefix());
                assertThat(address.flags() & InterfaceAddress.NO_PREFIX_ROUTE).isNotZero();
              });
      network
          .prints("ip address show dev vx0")
          .ifPresent(ip ->
              ip.contains("inet 10.7.1.1/24 brd 10.7.1.255 scope global vx0:pods")
                  .contains("inet6 fd00:7::1/64 scope global nodad noprefixroute"));

      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> route.addressAdd(four))
          .matches(e -> e.is(Errno.EEXIST));
      route.addressDelete(four);
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> route.addressDelete(four))
          .matches(e -> e.is(Errno.EADDRNOTAVAIL));
      assertThat(route.addressList())
          .extracting(InterfaceAddress::prefix)
          .doesNotContain(four.prefix());
    }
  }

  @ParameterizedTest
  @EnumSource
  void putsARouteBeforeTheKernelsOwnWhichStandsInWhenItIsDeleted(Kernel kernel) {
    try (TestNetwork network = kernel.network("route-prepend")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      int link = overlay(route);
      InterfaceAddress gateway = InterfaceAddress.of(link, IpPrefix.parse("10.7.1.1/24"));
      IpPrefix service = IpPrefix.parse("10.96.0.1/32");
      route.addressAdd(gateway);
      route.addressAdd(InterfaceAddress.of(link, service));
      Route own =
          Route.to(service)
              .withType(Route.Type.LOCAL)
              .withTable(LOCAL_TABLE)
              .on(link)
              .from(gateway.prefix().address());

      route.routePrepend(own);

      RouteFilter local = RouteFilter.all().on(link).inTable(LOCAL_TABLE);
      assertThat(route.routeList(local))
          .filteredOn(one -> one.destination().equals(service))
          .extracting(Route::source)
          .containsExactly(Optional.of(ip("10.7.1.1")), Optional.of(ip("10.96.0.1")));
      network.prints("ip route get 10.96.0.1").ifPresent(ip -> ip.contains("src 10.7.1.1"));

      route.routeDelete(own);
      assertThat(route.routeList(local))
          .filteredOn(one -> one.destination().equals(service))
          .extracting(Route::source)
          .containsExactly(Optional.of(ip("10.96.0.1")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void routesToPeersAndReplacesTheirRoutes(Kernel kernel) {
    try (TestNetwork network = kernel.network("route")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      int link = overlay(route);
      route.addressAdd(InterfaceAddress.of(link, IpPrefix.parse("10.7.1.1/32")));
      Route peer =
          Route.to(IpPrefix.parse("10.7.2.0/24"))
              .via(ip("10.7.2.1"))
              .on(link)
              .withOnlink()
              .withProtocol(Route.STATIC);

      route.routeAdd(peer);
      Route moved = peer.via(ip("10.7.2.9")).from(ip("10.7.1.1")).withMtu(1400);
      route.routeReplace(moved);

      RouteFilter ours = RouteFilter.main(Family.IPV4).on(link).by(Route.STATIC);
      assertThat(route.routeList(ours)).containsExactly(moved.withScope(Scope.UNIVERSE));
      assertThat(route.routeGet(ip("10.7.2.77")).gateway()).contains(ip("10.7.2.9"));
      network
          .prints("ip route show 10.7.2.0/24")
          .ifPresent(ip ->
              ip.contains("10.7.2.0/24 via 10.7.2.9 dev vx0 proto static src 10.7.1.1")
                  .contains("mtu 1400", "onlink"));

      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> route.routeAdd(peer))
          .matches(e -> e.is(Errno.EEXIST));
      route.routeDelete(moved);
      assertThat(route.routeList(ours)).isEmpty();
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> route.routeDelete(moved))
          .matches(e -> e.is(Errno.ESRCH));
    }
  }

  @ParameterizedTest
  @EnumSource
  void routesInOtherTablesOverSeveralHopsAndToNowhere(Kernel kernel) {
    try (TestNetwork network = kernel.network("route-kinds")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      int link = overlay(route);
      route.addressAdd(InterfaceAddress.of(link, IpPrefix.parse("10.7.1.1/24")));
      route.addressAdd(
          InterfaceAddress.of(link, IpPrefix.parse("fd00:7::1/64")).withoutDetection());
      Route far =
          Route.to(IpPrefix.parse("0.0.0.0/0"))
              .via(ip("10.7.1.9"))
              .on(link)
              .withTable(1007)
              .withMetric(50);
      Route balanced =
          Route.to(IpPrefix.parse("10.8.0.0/16"))
              .withHops(
                  List.of(
                      new Route.Hop(link, Optional.of(ip("10.7.1.2")), 1, false),
                      new Route.Hop(link, Optional.of(ip("10.7.1.3")), 4, false)));
      Route nowhere = Route.to(IpPrefix.parse("10.9.0.0/16")).withType(Route.Type.UNREACHABLE);
      Route six = Route.to(IpPrefix.parse("fd00:8::/64")).via(ip("fd00:7::9")).on(link);
      Route acrossFamilies = Route.to(IpPrefix.parse("10.6.0.0/16")).via(ip("fd00:7::6")).on(link);

      for (Route one : List.of(far, balanced, nowhere, six, acrossFamilies)) {
        route.routeAdd(one);
      }
      route.routeAppend(nowhere.withMetric(70));

      assertThat(route.routeList(RouteFilter.all().inTable(1007)))
          .containsExactly(far.withScope(Scope.UNIVERSE));
      assertThat(route.routeList(RouteFilter.main(Family.IPV4)))
          .contains(
              balanced.withScope(Scope.UNIVERSE),
              nowhere.withScope(Scope.UNIVERSE),
              nowhere.withScope(Scope.UNIVERSE).withMetric(70),
              acrossFamilies.withScope(Scope.UNIVERSE));
      assertThat(route.routeList(RouteFilter.main(Family.IPV6)))
          .anySatisfy(found -> {
            assertThat(found.destination()).isEqualTo(six.destination());
            assertThat(found.gateway()).isEqualTo(six.gateway());
          });
      assertThat(route.routeList(RouteFilter.main(Family.IPV4).inTable(4000))).isEmpty();
      network
          .prints("ip route show table all")
          .ifPresent(ip ->
              ip.contains("default via 10.7.1.9 dev vx0 table 1007 metric 50")
                  .contains("nexthop via 10.7.1.3 dev vx0 weight 4")
                  .contains("unreachable 10.9.0.0/16 metric 70")
                  .contains("10.6.0.0/16 via inet6 fd00:7::6 dev vx0"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void choosesTablesByRules(Kernel kernel) {
    try (TestNetwork network = kernel.network("rule")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Rule marked =
          Rule.toTable(Family.IPV4, 1007)
              .withPriority(100)
              .from(IpPrefix.parse("10.7.0.0/16"))
              .to(IpPrefix.parse("10.8.1.0/24"))
              .inBy("vx0")
              .withMark(0x10, 0xff);
      Rule blocked =
          Rule.toTable(Family.IPV6, 0)
              .withPriority(101)
              .outBy("eth9")
              .not()
              .withAction(Rule.Action.UNREACHABLE);
      Rule suppressed = Rule.toTable(Family.IPV4, 254).withPriority(102).suppressing(0);

      List.of(marked, blocked, suppressed).forEach(route::ruleAdd);

      assertThat(route.ruleList(Family.IPV4)).contains(marked, suppressed).hasSize(5);
      assertThat(route.ruleList(Family.IPV6)).contains(blocked);
      network
          .prints("ip rule list")
          .ifPresent(ip ->
              ip.contains(
                      "100: from 10.7.0.0/16 to 10.8.1.0/24 fwmark 0x10/0xff iif vx0",
                      "lookup 1007")
                  .contains("102: from all lookup main suppress_prefixlength 0"));
      network
          .prints("ip -6 rule list")
          .ifPresent(ip -> ip.contains("101: not from all oif eth9 [detached] unreachable"));

      route.ruleDelete(marked);
      assertThat(route.ruleList(Family.IPV4)).doesNotContain(marked);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheAddressesOfNeighbours(Kernel kernel) {
    try (TestNetwork network = kernel.network("neighbor")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      int link = overlay(route);
      Neighbor four = Neighbor.permanent(link, ip("10.7.2.1"), PEER);
      Neighbor six = Neighbor.permanent(link, ip("fd00:7::2"), PEER);

      route.neighborAdd(four);
      route.neighborReplace(six);
      Neighbor moved = Neighbor.permanent(link, ip("10.7.2.1"), MAC);
      route.neighborReplace(moved);

      assertThat(route.neighborList(Family.IPV4, link)).containsExactly(moved);
      assertThat(route.neighborList(Family.ANY, link)).contains(moved, six);
      network
          .prints("ip neighbour show dev vx0")
          .ifPresent(ip ->
              ip.contains("10.7.2.1 lladdr 02:00:00:00:00:01 PERMANENT")
                  .contains("fd00:7::2 lladdr 02:00:00:00:00:02 PERMANENT"));

      route.neighborDelete(moved);
      assertThat(route.neighborList(Family.IPV4)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsFramesToTunnelsAndPorts(Kernel kernel) {
    try (TestNetwork network = kernel.network("fdb")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      int link = overlay(route);
      FdbEntry peer = FdbEntry.tunnel(link, PEER, ip("192.0.2.2"));
      FdbEntry moved = FdbEntry.tunnel(link, PEER, ip("192.0.2.3")).withPort(4790).withVni(43);
      FdbEntry flood = FdbEntry.tunnel(link, FdbEntry.FLOOD, ip("192.0.2.2"));
      FdbEntry flood2 = FdbEntry.tunnel(link, FdbEntry.FLOOD, ip("192.0.2.3"));

      route.fdbAdd(peer);
      route.fdbReplace(moved);
      route.fdbAppend(flood);
      route.fdbAppend(flood2);

      assertThat(route.fdbList(link)).containsExactlyInAnyOrder(moved, flood, flood2);
      network
          .prints("bridge fdb show dev vx0")
          .ifPresent(bridge ->
              bridge
                  .contains("02:00:00:00:00:02 dst 192.0.2.3 port 4790 vni 43 self permanent")
                  .contains("00:00:00:00:00:00 dst 192.0.2.2 self permanent"));

      Link bridge = route.linkAdd(LinkSpec.of("br0", Bridge.standard()).withMac(MAC));
      route.linkSetMaster(link, bridge.index());
      FdbEntry port = FdbEntry.bridge(link, MacAddress.parse("02:00:00:00:00:77"));
      route.fdbAdd(port);
      assertThat(route.fdbList(link))
          .anySatisfy(entry -> {
            assertThat(entry.mac()).isEqualTo(port.mac());
            assertThat(entry.state()).isEqualTo(Neighbor.State.NO_ARP);
          });
      network
          .prints("bridge fdb show dev vx0")
          .ifPresent(printed -> printed.contains("02:00:00:00:00:77 master br0 static"));

      route.fdbDelete(flood2);
      assertThat(route.fdbList(link)).contains(flood).doesNotContain(flood2);
    }
  }

  @Test
  void listsAndDeletesARouteToMappedAddresses() {
    try (TestNetwork network = TestNetwork.live("mapped");
        Rtnetlink route = Rtnetlink.open(network.namespace())) {
      TestNetwork.requireTool("ip");
      network.run("ip -6 route add unreachable ::ffff:10.0.0.0/104 dev lo");
      List<Route> mapped =
          route.routeList(RouteFilter.all()).stream()
              .filter(one -> one.destination().length() == 104)
              .toList();
      assertThat(mapped).singleElement().matches(one -> !one.destination().isIpv4());

      mapped.forEach(route::routeDelete);
      assertThat(network.run("ip -6 route show ::ffff:10.0.0.0/104")).isBlank();
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesTheEntriesOfAPeerTogether(Kernel kernel) {
    try (TestNetwork network = kernel.network("bulk")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      int link = overlay(route);
      route.addressAdd(InterfaceAddress.of(link, IpPrefix.parse("10.7.1.1/32")));
      Route subnet =
          Route.to(IpPrefix.parse("10.7.2.0/24")).via(ip("10.7.2.1")).on(link).withOnlink();
      Neighbor gateway = Neighbor.permanent(link, ip("10.7.2.1"), PEER);
      FdbEntry tunnel = FdbEntry.tunnel(link, PEER, ip("192.0.2.2"));
      Route lost = Route.to(IpPrefix.parse("10.9.0.0/24")).via(ip("10.9.0.1")).on(999);

      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() ->
              route.apply(
                  new Bulk()
                      .routeReplace(lost)
                      .routeReplace(subnet)
                      .neighborReplace(gateway)
                      .fdbReplace(tunnel)))
          .withMessage(
              "cannot replace route to 10.9.0.0/24 via 10.9.0.1 on link 999: ENETUNREACH (Network"
                  + " is unreachable); the kernel says: Nexthop has invalid gateway");

      assertThat(route.routeList(RouteFilter.main(Family.IPV4)))
          .containsExactly(subnet.withScope(Scope.UNIVERSE));
      assertThat(route.neighborList(Family.IPV4)).containsExactly(gateway);
      assertThat(route.fdbList(link)).containsExactly(tunnel);

      route.apply(new Bulk().routeDelete(subnet).neighborDelete(gateway).fdbDelete(tunnel));
      assertThat(route.routeList(RouteFilter.main(Family.IPV4))).isEmpty();
      assertThat(route.fdbList(link)).isEmpty();
    }
  }

  private static int overlay(Rtnetlink route) {
    Vxlan vxlan = Vxlan.of(42).withLocal(ip("192.0.2.1")).withLearning(false);
    Link link = route.linkAdd(LinkSpec.of("vx0", vxlan).withMac(MAC).withUp());
    assertThat(link.port()).isEmpty();
    assertThat(link.parentNamespace()).isEqualTo(OptionalInt.empty());
    return link.index();
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
