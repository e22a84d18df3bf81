package io.troupe.netlink.route;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Subscription;
import io.troupe.netlink.TestNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  void followsEveryKindOfChange() {
    try (TestNetwork network = TestNetwork.live("events");
        Rtnetlink route = Rtnetlink.open(network.namespace());
        Subscription<RouteEvent> events =
            Rtnetlink.subscribe(network.namespace(), EnumSet.allOf(RouteGroup.class))) {
      Link bridge = route.linkAdd(LinkSpec.of("br0", Bridge.standard()));
      Link vxlan =
          route.linkAdd(
              LinkSpec.of("vx0", Vxlan.of(1).withLocal(InetAddress.ofLiteral("192.0.2.1")))
                  .withUp());
      route.linkSetMaster(vxlan.index(), bridge.index());
      route.linkSetNoMaster(vxlan.index());
      InterfaceAddress address = InterfaceAddress.of(vxlan.index(), IpPrefix.parse("10.7.1.1/24"));
      route.addressAdd(address);
      Route far = Route.to(IpPrefix.parse("10.8.0.0/16")).on(vxlan.index());
      route.routeAdd(far);
      route.ruleAdd(Rule.toTable(Family.IPV4, 99).withPriority(7));
      MacAddress mac = MacAddress.parse("02:00:00:00:00:09");
      route.neighborAdd(Neighbor.permanent(vxlan.index(), InetAddress.ofLiteral("10.7.1.9"), mac));
      FdbEntry fdb = FdbEntry.tunnel(vxlan.index(), mac, InetAddress.ofLiteral("192.0.2.9"));
      route.fdbAdd(fdb);
      route.linkDelete(vxlan.index());

      List<RouteEvent> seen =
          readUntil(
              events, e -> e instanceof RouteEvent.Gone(Link link) && link.name().equals("vx0"));

      assertThat(seen)
          .anyMatch(e -> e instanceof RouteEvent.Present(Link link) && link.name().equals("br0"))
          .anyMatch(e ->
              e instanceof RouteEvent.Present(InterfaceAddress a)
                  && a.prefix().equals(address.prefix()))
          .anyMatch(e ->
              e instanceof RouteEvent.Present(Route r) && r.destination().equals(far.destination()))
          .anyMatch(e -> e instanceof RouteEvent.Present(Rule r) && r.table() == 99)
          .anyMatch(e -> e instanceof RouteEvent.Present(Neighbor n) && n.mac().isPresent())
          .anyMatch(e -> e.equals(new RouteEvent.Present(fdb)));
      assertThat(seen)
          .as("that the port left its bridge is not the end of the link")
          .filteredOn(e -> e instanceof RouteEvent.Gone(Link _))
          .hasSize(1);
    }
  }

  @Test
  void saysThatEventsWereLostAndGoesOn() {
    try (TestNetwork network = TestNetwork.live("lost");
        Rtnetlink route = Rtnetlink.open(network.namespace());
        Subscription<RouteEvent> events =
            Rtnetlink.subscribe(network.namespace(), Set.of(RouteGroup.ROUTES))) {
      int lo = route.linkFind("lo").orElseThrow().index();
      route.linkSetUp(lo);
      for (int i = 0; i < 20_000; i++) {
        Route one =
            Route.to(IpPrefix.parse("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256));
        route.routeAdd(one.on(lo));
      }
      assertThatExceptionOfType(NetlinkException.EventsLost.class)
          .isThrownBy(() -> readUntil(events, e -> false))
          .withMessageContaining("list it again");

      Route last = Route.to(IpPrefix.parse("10.255.0.0/24")).on(lo);
      route.routeAdd(last);
      assertThat(
              readUntil(
                  events,
                  e ->
                      e instanceof RouteEvent.Present(Route r)
                          && r.destination().equals(last.destination())))
          .isNotEmpty();
    }
  }

  @Test
  void givesNothingWhenTheTimeIsOver() {
    try (TestNetwork network = TestNetwork.live("quiet");
        Subscription<RouteEvent> events =
            Rtnetlink.subscribe(network.namespace(), Set.of(RouteGroup.LINKS))) {
      assertThat(events.next(Duration.ofMillis(10))).isEmpty();
    }
  }

  @Test
  void wakesItsReaderWhenItIsClosed() throws Exception {
    try (TestNetwork network = TestNetwork.live("closed")) {
      Subscription<RouteEvent> events =
          Rtnetlink.subscribe(network.namespace(), Set.of(RouteGroup.LINKS));
      CompletableFuture<List<RouteEvent>> read = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform().start(() -> read.complete(events.next(Duration.ofMinutes(1))));
      assertThat(reader.isAlive()).isTrue();

      events.close();

      assertThat(read.get(1, MINUTES)).isEmpty();
    }
  }

  private static List<RouteEvent> readUntil(
      Subscription<RouteEvent> events, Predicate<RouteEvent> last) {
    List<RouteEvent> seen = new ArrayList<>();
    while (seen.stream().noneMatch(last)) {
      List<RouteEvent> next = events.next(LIMIT);
      assertThat(next).as("more after %d events", seen.size()).isNotEmpty();
      seen.addAll(next);
    }
    return seen;
  }
}
