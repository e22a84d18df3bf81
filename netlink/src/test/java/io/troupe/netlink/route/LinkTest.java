package io.troupe.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.abort;

import io.troupe.netlink.Errno;
import io.troupe.netlink.Kernel;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.TestNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkTest {
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress PEER = MacAddress.parse("02:00:00:00:00:02");

  @ParameterizedTest
  @EnumSource
  void makesAVxlanWithEverySetting(Kernel kernel) {
    try (TestNetwork network = kernel.network("vxlan")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Vxlan vxlan =
          Vxlan.of(42)
              .withLocal(InetAddress.ofLiteral("192.0.2.1"))
              .withRemote(InetAddress.ofLiteral("192.0.2.9"))
              .withPort(8472)
              .withTtl(7)
              .withLearning(false)
              .withAgeing(Duration.ofSeconds(90))
              .withProxy(true)
              .withL2Miss(true)
              .withL3Miss(true)
              .withUdpChecksum(false);

      Link made = route.linkAdd(LinkSpec.of("vx42", vxlan).withMac(MAC).withMtu(1450).withUp());

      assertThat(made.kind()).isEqualTo(vxlan);
      assertThat(made.mac()).contains(MAC);
      assertThat(made.mtu()).isEqualTo(1450);
      assertThat(made.isUp()).isTrue();
      network
          .prints("ip -d link show vx42")
          .ifPresent(ip ->
              ip.contains("mtu 1450", "link/ether 02:00:00:00:00:01", ",UP,")
                  .contains("vxlan id 42 remote 192.0.2.9 local 192.0.2.1 srcport 0 0 dstport 8472")
                  .contains("nolearning proxy l2miss l3miss ttl 7 ageing 90 noudpcsum"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesAVxlanOverIpv6AndOneForPacketMetadata(Kernel kernel) {
    try (TestNetwork network = kernel.network("vxlan-ipv6")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Vxlan six = Vxlan.of(6).withLocal(InetAddress.ofLiteral("2001:db8::1"));
      Vxlan external = Vxlan.of(0).withExternal(true).withLearning(false).withPort(4790);

      assertThat(route.linkAdd(LinkSpec.of("vx6", six).withMac(MAC)).kind()).isEqualTo(six);
      assertThat(route.linkAdd(LinkSpec.of("vxm", external).withMac(PEER)).kind())
          .isEqualTo(external);
      network
          .prints("ip -d link show type vxlan")
          .ifPresent(ip -> ip.contains("vxlan id 6 local 2001:db8::1", "vxlan external id 0"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesABridgeAndChangesIt(Kernel kernel) {
    try (TestNetwork network = kernel.network("bridge")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Bridge bridge = Bridge.standard().withForwardDelay(Duration.ofSeconds(4));

      Link made = route.linkAdd(LinkSpec.of("br0", bridge).withMac(MAC));
      assertThat(made.kind()).isEqualTo(bridge);

      Bridge changed =
          bridge
              .withAgeing(Duration.ofSeconds(60))
              .withMulticastSnooping(false)
              .withSpanningTree(false);
      route.linkSetBridge(made.index(), changed);

      assertThat(route.linkFind("br0")).get().extracting(Link::kind).isEqualTo(changed);
      network
          .prints("ip -d link show br0")
          .ifPresent(ip ->
              ip.contains("bridge forward_delay 400 ", "ageing_time 6000 stp_state 0")
                  .contains("mcast_snooping 0"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesAVethPairAndAPortOfABridge(Kernel kernel) {
    try (TestNetwork network = kernel.network("veth")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Link bridge = route.linkAdd(LinkSpec.of("br0", Bridge.standard()).withMac(MAC));
      LinkKind.Veth cable = LinkKind.Veth.to("pod0").peerMac(PEER).peerMtu(1400);

      Link host =
          route.linkAdd(
              LinkSpec.of("host0", cable).withMac(MAC).withMtu(1400).withMaster(bridge.index()));
      Link pod = route.linkFind("pod0").orElseThrow();
      BridgePort port =
          BridgePort.standard()
              .withHairpin(true)
              .withLearning(false)
              .withNeighborSuppression(true)
              .withIsolated(true);
      route.linkSetBridgePort(host.index(), port);

      assertThat(host.kind()).isInstanceOf(LinkKind.Veth.class);
      assertThat(host.parent()).hasValue(pod.index());
      assertThat(pod.parent()).hasValue(host.index());
      assertThat(pod.mac()).contains(PEER);
      assertThat(pod.mtu()).isEqualTo(1400);
      assertThat(route.linkFind(host.index()))
          .get()
          .satisfies(link -> {
            assertThat(link.master()).hasValue(bridge.index());
            assertThat(link.port()).contains(port);
          });
      network
          .prints("ip -d link show host0")
          .ifPresent(ip ->
              ip.contains("host0@pod0", "mtu 1400", "master br0", "hairpin on")
                  .contains("learning off", "neigh_suppress on", "isolated on"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesALinkAndDeletesIt(Kernel kernel) {
    try (TestNetwork network = kernel.network("link-set")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Link bridge = route.linkAdd(LinkSpec.of("br0", Bridge.standard()).withMac(MAC));
      Link veth = route.linkAdd(LinkSpec.of("a0", LinkKind.Veth.to("b0").peerMac(PEER)));

      route.linkSetName(veth.index(), "a1");
      route.linkSetMtu(veth.index(), 1300);
      route.linkSetAddress(veth.index(), MAC);
      route.linkSetAlias(veth.index(), "of pod web-1");
      route.linkSetMaster(veth.index(), bridge.index());
      route.linkSetUp(veth.index());

      Link changed = route.linkFind("a1").orElseThrow();
      assertThat(changed.mtu()).isEqualTo(1300);
      assertThat(changed.mac()).contains(MAC);
      assertThat(changed.alias()).isEqualTo("of pod web-1");
      assertThat(changed.master()).hasValue(bridge.index());
      assertThat(changed.isUp()).isTrue();
      assertThat(changed.hasCarrier()).isFalse();
      assertThat(changed.state()).isNotEqualTo(Link.State.UP);
      network
          .prints("ip link show a1")
          .ifPresent(ip -> ip.contains("a1@b0", "mtu 1300", "master br0", "alias of pod web-1"));

      route.linkSetDown(veth.index());
      route.linkSetNoMaster(veth.index());
      assertThat(route.linkFind("a1"))
          .get()
          .satisfies(link -> {
            assertThat(link.isUp()).isFalse();
            assertThat(link.master()).isEqualTo(OptionalInt.empty());
          });
      assertThat(route.linkList())
          .extracting(Link::name)
          .containsExactlyInAnyOrder("lo", "br0", "a1", "b0");

      route.linkDelete(veth.index());
      assertThat(route.linkFind("a1")).isEmpty();
      assertThat(route.linkFind(veth.index())).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatTheKernelRefusedInItsOwnWords(Kernel kernel) {
    try (TestNetwork network = kernel.network("link-refused")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Link bridge = route.linkAdd(LinkSpec.of("br0", Bridge.standard()).withMac(MAC));

      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> route.linkAdd(LinkSpec.of("br0", Bridge.standard())))
          .satisfies(e -> {
            assertThat(e.errno()).isEqualTo(Errno.EEXIST);
            assertThat(e.request()).isEqualTo("add link br0 (bridge)");
            assertThat(e).hasMessage("cannot add link br0 (bridge): EEXIST (File exists)");
          });
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> route.linkSetMtu(bridge.index(), 70_000))
          .satisfies(e -> {
            assertThat(e.errno()).isEqualTo(Errno.EINVAL);
            assertThat(e.kernelText()).contains("mtu greater than device maximum");
          });
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> route.linkDelete(999))
          .matches(e -> e.is(Errno.ENODEV));
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesADummyWhereTheKernelHasTheDriver(Kernel kernel) {
    try (TestNetwork network = kernel.network("dummy")) {
      Rtnetlink route = new Rtnetlink(network.socket(Protocol.ROUTE));
      Link made;
      try {
        made = route.linkAdd(LinkSpec.of("dummy7", new LinkKind.Dummy()).withMac(MAC));
      } catch (NetlinkException.Refused e) {
        abort("this kernel has no dummy links: " + e.getMessage());
        return;
      }
      assertThat(made.kind()).isEqualTo(new LinkKind.Dummy());
      network
          .prints("ip -d link show dummy7")
          .ifPresent(ip -> ip.contains("link/ether 02:00:00:00:00:01", " dummy "));
    }
  }

  @Test
  void refusesANameTheKernelWouldNotTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSpec.of("a-name-of-16-byte", new LinkKind.Dummy()))
        .withMessageContaining("1 to 15 bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> LinkSpec.of("a/b", new LinkKind.Dummy()));
  }
}
