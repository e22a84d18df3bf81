package io.troupe.node.network.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.PodNetwork.Attachment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A single host in a namespace.
class BridgeNetworkTest {
  private TestHosts hosts;

  @BeforeEach
  void start() {
    hosts = TestHosts.live(1);
  }

  @AfterEach
  void end() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @Test
  void podsReachEachOtherAndTheOutsideThatDoesNotKnowThem() {
    TestHost host = hosts.host(0);
    host.run("iptables -P FORWARD DROP");
    host.run("iptables -A FORWARD -i troupe0 ! -o troupe0 -j ACCEPT");
    host.run("iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");

    assertThat(host.bridge().apply(hosts.plan(host))).isEqualTo(new Attachment("troupe", 1500));

    TestPod first = host.pod(1500);
    assertThat(first.reaches(host.pod(1500), 65_507)).isTrue();
    try (Echo outside = Echo.in(hosts.hub())) {
      assertThat(outside).isNotNull();
      assertThat(Echo.callerSeen(first.namespace(), TestHosts.OUTSIDE))
          .isEqualTo(host.address().toString());
    }
    assertThat(host.route().linkFind("troupe-vx")).isEmpty();
  }

  @Test
  void aPodReachesItselfByAnAddressThatStandsForIt() {
    assumeTrue(Files.exists(Path.of("/proc/sys/net/bridge")), "needs br_netfilter of the kernel");
    TestHost host = hosts.host(0);
    host.run("sysctl -qw net.bridge.bridge-nf-call-iptables=1");
    NetworkPlan plan = hosts.plan(host);
    BridgeNetwork first = host.bridge();
    first.apply(plan);
    TestPod earlier = host.pod(1500);
    first.close();
    host.bridge().apply(plan);
    assertThatItReachesItself(host, earlier, Ipv4.parse("10.43.0.1"));
    assertThatItReachesItself(host, host.pod(1500), Ipv4.parse("10.43.0.2"));
  }

  private static void assertThatItReachesItself(TestHost host, TestPod pod, Ipv4 service) {
    host.run(
        "iptables -t nat -A PREROUTING -d %s -j DNAT --to %s".formatted(service, pod.address()));
    host.run(
        "iptables -t nat -A POSTROUTING -s %1$s -d %1$s -j MASQUERADE".formatted(pod.address()));
    assertThat(Echo.tcp(pod.namespace(), service, 10_000)).isTrue();
    assertThat(Echo.udp(pod.namespace(), service, 1_000)).isTrue();
  }

  @Test
  void needsNoAddressInAnUnderlay() {
    TestHost host = hosts.host(0);
    NetworkPlan plan = hosts.plan(host);
    for (String address : List.of("127.0.0.1", "203.0.113.9")) {
      NetworkPlan alone =
          new NetworkPlan(
              plan.cluster(), plan.services(), plan.subnet(), Ipv4.parse(address), List.of());
      assertThat(host.bridge().apply(alone).mtu()).isEqualTo(1500);
    }
  }

  @Test
  void refusesRangesThatCannotWork() {
    TestHost host = hosts.host(0);
    NetworkPlan plan = hosts.plan(host);
    assertThatThrownBy(() ->
            host.bridge()
                .apply(
                    new NetworkPlan(
                        plan.cluster(),
                        plan.services(),
                        Cidr.parse("10.43.1.0/24"),
                        plan.host(),
                        List.of())))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("10.43.1.0/24 is no part of the cluster's range 10.42.0.0/16");
    assertThatThrownBy(() ->
            host.bridge()
                .apply(
                    new NetworkPlan(
                        plan.cluster(),
                        Cidr.parse("10.42.128.0/17"),
                        plan.subnet(),
                        plan.host(),
                        List.of())))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("10.42.128.0/17 overlaps that of pods 10.42.0.0/16");
  }

  @Test
  void namesThePackageWhenAProgramIsMissing() {
    Iptables missing = new Iptables(hosts.host(0).namespace(), "iptables-nowhere");
    assertThatThrownBy(() -> new ForwardRules(missing, "troupe0").ensure(hosts.plan(hosts.host(0))))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("cannot run iptables-nowhere")
        .hasMessageContaining("install the package iptables");
  }
}
