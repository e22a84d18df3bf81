package io.troupe.node.network.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Subscription;
import io.troupe.netlink.route.Bridge;
import io.troupe.netlink.route.FdbEntry;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Neighbor;
import io.troupe.netlink.route.NetworkObject;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.RouteEvent;
import io.troupe.netlink.route.RouteGroup;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.netlink.route.Vxlan;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkSettings;
import io.troupe.node.network.NetworkSettings.DriverType;
import io.troupe.node.network.PodNetwork.Attachment;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three hosts in namespaces, each with a driver.
class VxlanNetworkTest {
  private static final int MTU = 1450;
  private static final int ONE_PACKET = 1400;
  private static final int LARGEST_UDP = 65_507;
  private static final Duration QUIET = Duration.ofMillis(200);

  private TestHosts hosts;

  @BeforeEach
  void start() {
    hosts = TestHosts.live(3);
  }

  @AfterEach
  void end() {
    if (hosts != null) {
      hosts.close();
    }
  }

  private Attachment apply(TestHost host) {
    return host.vxlan().apply(hosts.plan(host));
  }

  @Test
  void everyPodReachesEveryOther() {
    List<TestPod> pods = new ArrayList<>();
    for (TestHost host : hosts.all()) {
      assertThat(apply(host)).isEqualTo(new Attachment("troupe", MTU));
      pods.add(host.pod(MTU));
      pods.add(host.pod(MTU));
    }
    for (TestPod from : pods) {
      for (TestPod to : pods) {
        for (int bytes : List.of(ONE_PACKET, MTU, LARGEST_UDP)) {
          assertThat(from.reaches(to, bytes))
              .as("%s to %s, %d bytes", from.address(), to.address(), bytes)
              .isTrue();
        }
      }
    }
    assertThat(Echo.tcp(pods.get(0).namespace(), pods.get(3).address(), 1 << 20)).isTrue();
  }

  @Test
  void podsKeepTheirAddressAmongThemselvesAndComeFromTheNodeOutside() {
    hosts.all().forEach(this::apply);
    TestPod pod = hosts.host(0).pod(MTU);
    TestPod other = hosts.host(1).pod(MTU);
    try (Echo outside = Echo.in(hosts.hub())) {
      assertThat(outside).isNotNull();
      assertThat(Echo.callerSeen(pod.namespace(), TestHosts.OUTSIDE))
          .isEqualTo(hosts.host(0).address().toString());
    }
    assertThat(Echo.callerSeen(pod.namespace(), other.address()))
        .isEqualTo(pod.address().toString());
    assertThat(Echo.callerSeen(hosts.host(0).namespace(), other.address()))
        .as("the node itself calls from its address in its subnet")
        .isEqualTo("10.42.1.1");
  }

  @Test
  void passesAFirewallThatDropsWhatItDoesNotKnow() {
    for (TestHost host : hosts.all()) {
      host.run("iptables -P FORWARD DROP");
      host.run("iptables -N DOCKER-USER");
      host.run("iptables -A DOCKER-USER -j RETURN");
      host.run("iptables -I FORWARD -j DOCKER-USER");
      apply(host);
    }
    TestPod a = hosts.host(0).pod(MTU);
    assertThat(a.reaches(hosts.host(1).pod(MTU), LARGEST_UDP)).isTrue();
    String once = hosts.host(0).run("iptables -S");
    apply(hosts.host(0));
    assertThat(hosts.host(0).run("iptables -S")).isEqualTo(once);
    assertThat(once)
        .contains("-A DOCKER-USER -s 10.42.0.0/16 -d 10.42.0.0/16 -m comment --comment troupe0")
        .doesNotContain("-A FORWARD -s");
  }

  /// The same calls go through where the firewall lets everything pass, so that it is the rules
  /// that hold them up and not the way.
  @Test
  void passesNothingOnButPacketsOfTheClustersRanges() {
    TestHost host = hosts.host(0);
    hosts.all().forEach(this::apply);
    TestPod pod = host.pod(MTU);
    TestPod far = hosts.host(1).pod(MTU);
    NetworkNamespace hub = hosts.hub();
    TestHost.run(hub, "ip route add 10.42.1.0/24 via " + host.address());
    TestHost.run(hub, "ip route add 172.20.0.0/24 via " + host.address());
    host.run("ip route add default via " + TestHosts.OUTSIDE);
    try (NetworkNamespace other = TestHosts.behind(host, "172.20.0.1", "172.20.0.2");
        Echo outside = Echo.in(hub);
        Echo neighbour = Echo.in(other)) {
      assertThat(List.of(outside, neighbour)).hasSize(2);
      Ipv4 there = Ipv4.parse("172.20.0.2");
      Map<String, BooleanSupplier> calls = new TreeMap<>();
      calls.put("outside to pod", () -> reaches(hub, pod.address()));
      calls.put("outside to another network", () -> reaches(hub, there));
      calls.put("another network to outside", () -> reaches(other, TestHosts.OUTSIDE));
      calls.put("another network to pod", () -> reaches(other, pod.address()));
      calls.put("pod to another network", () -> reaches(pod.namespace(), there));
      host.run("iptables -P FORWARD ACCEPT");
      assertThat(calls)
          .allSatisfy((call, goes) -> assertThat(goes.getAsBoolean()).as(call).isTrue());

      host.run("iptables -P FORWARD DROP");
      assertThat(calls)
          .allSatisfy((call, goes) -> assertThat(goes.getAsBoolean()).as(call).isFalse());
      assertThat(pod.reaches(far, MTU)).isTrue();
      assertThat(far.reaches(pod, MTU)).isTrue();
    }
  }

  private static boolean reaches(NetworkNamespace from, Ipv4 to) {
    return Echo.udp(from, to, ONE_PACKET) || Echo.tcp(from, to, ONE_PACKET);
  }

  @Test
  void movesItsRulesWhenDockerComesLaterAndWhenTheRangesChange() {
    TestHost host = hosts.host(0);
    apply(host);
    assertThat(host.run("iptables -S FORWARD")).contains("-s 10.42.0.0/16 -d 10.96.0.0/16");
    host.run("iptables -N DOCKER-USER");
    host.run("iptables -I FORWARD -s 10.42.0.0/16 -d 10.42.0.0/16 -j ACCEPT");

    NetworkPlan plan = hosts.plan(host);
    Cidr services = Cidr.parse("10.97.0.0/16");
    host.vxlan()
        .apply(new NetworkPlan(plan.cluster(), services, plan.subnet(), plan.host(), plan.peers()));

    assertThat(host.run("iptables -S FORWARD"))
        .as("what does not bear our mark stays")
        .isEqualTo("-P FORWARD ACCEPT\n-A FORWARD -s 10.42.0.0/16 -d 10.42.0.0/16 -j ACCEPT\n");
    assertThat(host.run("iptables -S DOCKER-USER"))
        .contains("-d 10.97.0.0/16")
        .doesNotContain("10.96");
  }

  @Test
  void changesNothingWhenAllIsRightNeitherTheSameNorANewInstance() {
    TestHost host = hosts.host(0);
    VxlanNetwork network = host.vxlan();
    network.apply(hosts.plan(host));
    host.pod(MTU);
    int generation = host.nftables().generation();
    try (Subscription<RouteEvent> events = everything(host)) {
      network.apply(hosts.plan(host));
      apply(host);
      assertThat(events.next(QUIET)).isEmpty();
    }
    assertThat(host.nftables().generation()).isEqualTo(generation);
    assertThat(host.engine().changes()).containsExactly("create troupe");
  }

  private static Subscription<RouteEvent> everything(TestHost host) {
    return Rtnetlink.subscribe(host.namespace(), EnumSet.allOf(RouteGroup.class));
  }

  @Test
  void followsPeersThatComeMoveAndLeaveAndTouchesNoOther() {
    TestHost host = hosts.host(0);
    Peer first = hosts.host(1).peer();
    Peer second = hosts.host(2).peer();
    host.vxlan().apply(TestHosts.plan(host, List.of(first)));
    try (Subscription<RouteEvent> events = everything(host)) {
      host.vxlan().apply(TestHosts.plan(host, List.of(first, second)));
      assertThat(present(events)).hasSize(3).allMatch(one -> concerns(one, second));

      Peer moved = new Peer(first.node(), first.subnet(), Ipv4.parse("192.168.77.99"));
      host.vxlan().apply(TestHosts.plan(host, List.of(moved, second)));
      assertThat(present(events))
          .singleElement()
          .isInstanceOfSatisfying(
              FdbEntry.class,
              entry ->
                  assertThat(entry.remote()).contains(Addresses.inet(Ipv4.parse("192.168.77.99"))));

      host.vxlan().apply(TestHosts.plan(host, List.of(moved)));
      assertThat(all(events)).isNotEmpty().allMatch(event -> concerns(event.object(), second));
    }
    assertThat(host.run("ip route show dev troupe-vx"))
        .contains("10.42.2.0/24 via 10.42.2.0 proto static src 10.42.1.1 onlink")
        .doesNotContain("10.42.3.0");
    assertThat(host.run("bridge fdb show dev troupe-vx"))
        .contains("0a:58:0a:2a:02:00 dst 192.168.77.99 self permanent")
        .doesNotContain("0a:58:0a:2a:03:00");
  }

  private static List<RouteEvent> all(Subscription<RouteEvent> events) {
    List<RouteEvent> seen = new ArrayList<>();
    List<RouteEvent> next = events.next(QUIET);
    while (!next.isEmpty()) {
      seen.addAll(next);
      next = events.next(QUIET);
    }
    return seen;
  }

  private static List<NetworkObject> present(Subscription<RouteEvent> events) {
    List<RouteEvent> seen = all(events);
    assertThat(seen).allMatch(event -> event instanceof RouteEvent.Present);
    return seen.stream().map(RouteEvent::object).distinct().toList();
  }

  private static boolean concerns(NetworkObject object, Peer peer) {
    return switch (object) {
      case Route route -> route.destination().equals(Addresses.prefix(peer.subnet()));
      case Neighbor one -> one.address().equals(Addresses.inet(peer.subnet().base()));
      case FdbEntry entry -> entry.mac().equals(Addresses.mac(peer.subnet().base()));
      default -> false;
    };
  }

  @Test
  void podsOfAPeerWithANewAddressAreReachedAgain() {
    hosts.all().forEach(this::apply);
    TestPod here = hosts.host(0).pod(MTU);
    TestHost far = hosts.host(1);
    TestPod there = far.pod(MTU);
    assertThat(here.reaches(there, MTU)).isTrue();

    Ipv4 address = Ipv4.parse("192.168.77.99");
    far.run("ip address add 192.168.77.99/24 dev eth0");
    NetworkPlan old = hosts.plan(far);
    far.vxlan()
        .apply(new NetworkPlan(old.cluster(), old.services(), old.subnet(), address, old.peers()));
    far.run("ip address del 192.168.77.12/24 dev eth0");
    far.run("ip address replace 192.168.77.99/24 dev eth0");
    Peer moved = new Peer("node-1", far.subnet(), address);
    hosts.host(0).vxlan().apply(TestHosts.plan(hosts.host(0), List.of(moved)));

    assertThat(here.reaches(there, MTU)).isTrue();
  }

  @Test
  void aNewSubnetTakesThePlaceOfTheOldOne() {
    TestHost host = hosts.host(0);
    apply(host);
    NetworkPlan plan = hosts.plan(host);
    Cidr subnet = TestHosts.subnet(9);
    host.vxlan()
        .apply(new NetworkPlan(plan.cluster(), plan.services(), subnet, plan.host(), plan.peers()));

    assertThat(host.run("ip -4 address"))
        .contains("10.42.9.1/24", "10.42.9.0/32")
        .doesNotContain("10.42.1.");
    assertThat(host.run("ip -d link show troupe-vx")).contains("0a:58:0a:2a:09:00");
    assertThat(host.run("ip route show dev troupe-vx"))
        .contains("src 10.42.9.1")
        .doesNotContain("10.42.1.");
    assertThat(host.run("nft list table ip troupe0"))
        .contains("ip saddr 10.42.9.0/24")
        .doesNotContain("10.42.1.0");
    assertThat(host.engine().changes())
        .containsExactly("create troupe", "remove troupe", "create troupe");
  }

  @Test
  void leavesEverythingAsItIsWhilePodsOfAnotherSubnetRun() {
    TestHost host = hosts.host(0);
    apply(host);
    host.engine().occupy("troupe", "web-1");
    NetworkPlan plan = hosts.plan(host);
    NetworkPlan other =
        new NetworkPlan(
            plan.cluster(), plan.services(), TestHosts.subnet(9), plan.host(), plan.peers());
    String before = host.run("ip address");

    assertThatThrownBy(() -> host.vxlan().apply(other))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("subnet 10.42.1.0/24")
        .hasMessageContaining("subnet 10.42.9.0/24")
        .hasMessageContaining("web-1");
    assertThat(host.run("ip address")).isEqualTo(before);

    host.engine().vacate("troupe");
    assertThat(host.vxlan().apply(other)).isEqualTo(new Attachment("troupe", MTU));
  }

  @Test
  void followsTheMtuOfTheUnderlay() {
    TestHost host = hosts.host(0);
    apply(host);
    host.engine().occupy("troupe", "web-1");
    host.run("ip link set eth0 mtu 1400");

    assertThatThrownBy(() -> apply(host))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("MTU 1450")
        .hasMessageContaining("MTU 1350");
    assertThat(host.route().linkFind("troupe-vx").map(Link::mtu)).contains(1350);
    assertThat(host.route().linkFind("troupe0").map(Link::mtu)).contains(1350);

    host.engine().vacate("troupe");
    assertThat(apply(host).mtu()).isEqualTo(1350);
    host.engine().occupy("troupe", "web-1");
    host.run("ip link set eth0 mtu 1500");
    assertThat(apply(host).mtu()).as("pods of a smaller MTU can stay").isEqualTo(1350);
  }

  @Test
  void remakesATunnelThatCannotBeChanged() {
    TestHost host = hosts.host(0);
    host.route().linkAdd(LinkSpec.of("troupe-vx", Vxlan.of(77).withPort(4789).withLearning(true)));
    apply(host);
    TestPod here = host.pod(MTU);
    apply(hosts.host(1));
    TestPod there = hosts.host(1).pod(MTU);
    assertThat(here.reaches(there, MTU)).isTrue();

    NetworkSettings other =
        new NetworkSettings(DriverType.VXLAN, "troupe-vx", "troupe0", "troupe", 5, 4789);
    for (TestHost each : List.of(host, hosts.host(1))) {
      each.vxlan(other).apply(hosts.plan(each));
    }
    assertThat(host.run("ip -d link show troupe-vx")).contains("vxlan id 5", "dstport 4789");
    assertThat(here.reaches(there, MTU)).isTrue();
  }

  @Test
  void touchesNothingElse() {
    TestHost host = hosts.host(0);
    host.run("ip link add other type bridge");
    host.run("ip address add 10.50.0.1/24 dev other");
    host.run("ip link set other up");
    host.run("ip route add 10.51.0.0/24 via 10.50.0.9 onlink dev other");
    host.run("nft add table ip other");
    host.run("ip neigh add 10.50.0.9 lladdr 02:00:00:00:00:09 dev other");
    host.route().linkAdd(LinkSpec.of("other-vx", Vxlan.of(9).withLearning(false)).withUp());
    host.run("bridge fdb add 02:00:00:00:00:07 dst 192.168.77.7 dev other-vx self permanent");
    try (Subscription<RouteEvent> events = everything(host)) {
      apply(host);
      List<Integer> ours =
          List.of(
              host.route().linkFind("troupe-vx").orElseThrow().index(),
              host.route().linkFind("troupe0").orElseThrow().index());
      assertThat(all(events)).isNotEmpty().allMatch(event -> ours.contains(link(event)));
    }
    assertThat(host.run("nft list tables")).contains("table ip other");
    assertThat(host.run("bridge fdb show dev other-vx")).contains("192.168.77.7");
  }

  private static int link(RouteEvent event) {
    return switch (event.object()) {
      case Link link -> link.index();
      case InterfaceAddress address -> address.link();
      case Route route -> route.link().orElse(0);
      case Neighbor neighbor -> neighbor.link();
      case FdbEntry entry -> entry.link();
      default -> 0;
    };
  }

  @Test
  void aRouteThatIsSomebodyElsesIsNotReplaced() {
    TestHost host = hosts.host(0);
    host.run("ip route add 10.42.2.0/24 via 192.168.77.254 dev eth0");

    assertThatThrownBy(() -> apply(host))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("add route to 10.42.2.0/24")
        .hasMessageContaining("EEXIST");
    assertThat(host.run("ip route")).contains("10.42.2.0/24 via 192.168.77.254 dev eth0");
    assertThat(host.run("ip route")).as("the rest was done").contains("10.42.3.0/24 via 10.42.3.0");
  }

  @Test
  void saysWhatIsInTheWay() {
    TestHost host = hosts.host(0);
    NetworkPlan plan = hosts.plan(host);
    assertThatThrownBy(() ->
            host.vxlan()
                .apply(
                    new NetworkPlan(
                        plan.cluster(),
                        plan.services(),
                        plan.subnet(),
                        Ipv4.parse("192.168.77.98"),
                        List.of())))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("192.168.77.98 is on no link")
        .hasMessageContaining("troupe.node.address");

    host.run("ip link add troupe0 type veth peer name x");
    assertThatThrownBy(() -> apply(host))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("there is a link troupe0 that is of kind veth, not bridge")
        .hasMessageContaining("troupe.node.network.bridge");
    host.run("ip link del troupe0");
    host.route().linkFind("troupe-vx").ifPresent(link -> host.route().linkDelete(link.index()));

    host.run("ip link add foreign type vxlan id 1 dstport 8472 local 192.168.77.11");
    assertThatThrownBy(() -> apply(host))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("VNI 1")
        .hasMessageContaining("troupe.node.network.vni");
    assertThat(host.route().linkFind("troupe0"))
        .as("the rest was done")
        .get()
        .satisfies(link -> assertThat(link.kind()).isInstanceOf(Bridge.class));
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    TestHost host = hosts.host(0);
    try (DatagramSocket taken = host.namespace().call(() -> new DatagramSocket(8472))) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> apply(host))
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("UDP port 8472")
          .hasMessageContaining("ss -ulnp");
    }
    assertThat(apply(host)).isEqualTo(new Attachment("troupe", MTU));
  }

  @Test
  void peersThatCannotBeReachedDoNotKeepOthersFromIt() {
    TestHost host = hosts.host(0);
    Peer good = hosts.host(1).peer();
    List<Peer> peers =
        List.of(
            good,
            new Peer("twin", good.subnet(), Ipv4.parse("192.168.77.50")),
            new Peer("inside", TestHosts.subnet(7), Ipv4.parse("10.42.200.1")));
    assertThatThrownBy(() -> host.vxlan().apply(TestHosts.plan(host, peers)))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("node twin has subnet 10.42.2.0/24, which overlaps that of node")
        .hasMessageContaining("10.42.200.1, lies in the range of pods");
    assertThat(host.run("ip route")).contains("10.42.2.0/24 via 10.42.2.0 dev troupe-vx");
  }

  @Test
  void strictReversePathsDoNotStandInTheWay() {
    for (TestHost host : hosts.all()) {
      host.run("sysctl -qw net.ipv4.conf.all.rp_filter=1");
      apply(host);
      assertThat(host.run("sysctl -n net.ipv4.conf.troupe-vx.rp_filter").strip()).isEqualTo("2");
      assertThat(host.run("sysctl -n net.ipv4.ip_forward").strip()).isEqualTo("1");
    }
    assertThat(hosts.host(0).pod(MTU).reaches(hosts.host(1).pod(MTU), MTU)).isTrue();
  }

  @Test
  void theCableOfAPodIsNoPartOfIt() {
    TestHost host = hosts.host(0);
    apply(host);
    host.pod(MTU);
    apply(host);
    assertThat(host.route().linkFind("pod2"))
        .get()
        .satisfies(link -> assertThat(link.kind()).isInstanceOf(LinkKind.Veth.class));
    assertThat(host.route().addressList())
        .extracting(InterfaceAddress::prefix)
        .contains(IpPrefix.parse("10.42.1.0/32"), IpPrefix.parse("10.42.1.1/24"));
  }
}
