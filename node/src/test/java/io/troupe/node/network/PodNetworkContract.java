package io.troupe.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Subscription;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.route.RouteEvent;
import io.troupe.netlink.route.RouteGroup;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.PodNetwork.Attachment;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every driver that connects pods does.
public abstract class PodNetworkContract {
  private static final Peer PEER =
      new Peer("other", Cidr.parse("10.42.2.0/24"), Ipv4.parse("192.168.77.12"));

  /// A new instance for the same node each time, whose address is 192.168.77.11.
  protected abstract PodNetwork open();

  /// Where the node is.
  protected abstract NetworkNamespace namespace();

  /// The driver's name.
  protected abstract String type();

  private static NetworkPlan plan(String subnet, Peer... peers) {
    return new NetworkPlan(
        Cidr.parse("10.42.0.0/16"),
        Cidr.parse("10.96.0.0/16"),
        Cidr.parse(subnet),
        Ipv4.parse("192.168.77.11"),
        List.of(peers));
  }

  private Attachment apply(NetworkPlan plan) {
    try (PodNetwork network = open()) {
      return network.apply(plan);
    }
  }

  @Test
  void bearsItsName() {
    try (PodNetwork network = open()) {
      assertThat(network.type()).isEqualTo(type());
    }
  }

  @Test
  void doesNothingTheSecondTime() {
    NetworkPlan plan = plan("10.42.1.0/24", PEER);
    Attachment first = apply(plan);
    try (Nftables nftables = Nftables.open(namespace());
        Subscription<RouteEvent> events =
            Rtnetlink.subscribe(namespace(), EnumSet.allOf(RouteGroup.class));
        PodNetwork network = open()) {
      int generation = nftables.generation();
      assertThat(network.apply(plan)).isEqualTo(first);
      assertThat(network.apply(plan)).isEqualTo(first);
      assertThat(events.next(Duration.ofMillis(200))).isEmpty();
      assertThat(nftables.generation()).isEqualTo(generation);
    }
  }

  @Test
  void takesAnyOtherPlanAndComesBackToTheFirst() {
    Attachment first = apply(plan("10.42.1.0/24", PEER));
    String made = picture();
    apply(plan("10.42.1.0/24"));
    apply(plan("10.42.64.0/20", PEER));

    assertThat(apply(plan("10.42.1.0/24", PEER))).isEqualTo(first);
    assertThat(picture()).isEqualTo(made);
  }

  /// What a node has that does not change by itself.
  private String picture() {
    try (Rtnetlink route = Rtnetlink.open(namespace())) {
      return route.linkList().stream()
              .map(link -> link.name() + " " + link.mtu() + " " + link.mac() + " " + link.isUp())
              .toList()
          + "\n"
          + route.addressList().stream().map(one -> one.prefix().toString()).sorted().toList()
          + "\n"
          + route.routeList(io.troupe.netlink.route.RouteFilter.all()).stream()
              .map(one -> one.destination() + " " + one.gateway() + " " + one.source())
              .sorted()
              .toList()
          + "\n"
          + route.fdbList().stream()
              .filter(entry -> entry.remote().isPresent())
              .map(entry -> entry.mac() + " " + entry.remote())
              .sorted()
              .toList();
    }
  }

  @Test
  void itsWorkStaysWhenItIsClosed() {
    apply(plan("10.42.1.0/24", PEER));
    String before = picture();
    open().close();
    assertThat(picture()).isEqualTo(before);
  }
}
