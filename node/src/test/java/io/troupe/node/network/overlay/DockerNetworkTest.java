package io.troupe.node.network.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.core.network.Ipv4;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Subscription;
import io.troupe.netlink.route.RouteEvent;
import io.troupe.netlink.route.RouteGroup;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.LogQuery;
import io.troupe.node.container.LogStream;
import io.troupe.node.docker.DockerContainers;
import io.troupe.node.docker.DockerNetworks;
import io.troupe.node.docker.PrivateDocker;
import io.troupe.node.docker.TestDocker;
import io.troupe.node.network.EngineNetwork;
import io.troupe.node.network.EngineNetworks;
import io.troupe.node.network.EngineNetworksContract;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkSettings;
import io.troupe.node.network.NetworkSettings.DriverType;
import io.troupe.node.network.PodNetwork.Attachment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hosts in namespaces; on the first one a real Docker Engine.
class DockerNetworkTest extends EngineNetworksContract {
  private static final int MTU = 1450;

  @TempDir static Path directory;

  private static TestHosts hosts;
  private static PrivateDocker docker;
  private static DockerNetworks networks;
  private static DockerContainers containers;

  @BeforeAll
  static void start() {
    hosts = TestHosts.live(2);
    hosts.host(0).run("sysctl -qw net.ipv4.ip_forward=0");
    docker = PrivateDocker.start(hosts.host(0).namespace(), directory);
    networks = new DockerNetworks(docker.connection());
    containers = new DockerContainers(docker.connection());
  }

  @AfterAll
  static void end() {
    if (docker != null) {
      docker.close();
    }
    if (hosts != null) {
      hosts.close();
    }
  }

  @Override
  protected EngineNetworks networks() {
    return networks;
  }

  private static VxlanNetwork network() {
    TestHost host = hosts.host(0);
    return host.keep(new VxlanNetwork(TestHost.SETTINGS, networks, host.handle()));
  }

  private static String run() {
    ContainerSpec plain =
        ContainerSpec.of("troupe-test-" + UUID.randomUUID(), TestDocker.IMAGE, Map.of())
            .withCommand("sleep", "600")
            .withAttachment("troupe");
    String id = containers.create(plain);
    containers.start(id);
    return id;
  }

  private static TestPod pod(String id) {
    NetworkNamespace namespace = NetworkNamespace.ofProcess(docker.pid(id));
    Ipv4 address = Ipv4.parse(containers.find(id).orElseThrow().ip());
    return hosts.host(0).keep(new TestPod(namespace, address, Echo.in(namespace)));
  }

  @Test
  void containersStandInTheNodesSubnetAndReachThoseOfOtherNodes() {
    TestHost host = hosts.host(0);
    assertThat(host.run("iptables -S FORWARD")).contains("-P FORWARD DROP");
    assertThat(network().apply(hosts.plan(host))).isEqualTo(new Attachment("troupe", MTU));
    hosts.host(1).vxlan().apply(hosts.plan(hosts.host(1)));
    String first = run();
    String second = run();
    try (Echo outside = Echo.in(hosts.hub())) {
      assertThat(outside).isNotNull();
      TestPod here = pod(first);
      TestPod neighbour = pod(second);
      TestPod there = hosts.host(1).pod(MTU);
      assertThat(hosts.host(0).subnet().contains(here.address())).isTrue();
      for (int bytes : List.of(1400, MTU, 65_507)) {
        assertThat(here.reaches(there, bytes)).isTrue();
        assertThat(there.reaches(here, bytes)).isTrue();
        assertThat(here.reaches(neighbour, bytes)).isTrue();
      }
      assertThat(Echo.callerSeen(here.namespace(), there.address()))
          .isEqualTo(here.address().toString());
      assertThat(Echo.callerSeen(here.namespace(), TestHosts.OUTSIDE))
          .isEqualTo(host.address().toString());
      assertThat(TestHost.run(here.namespace(), "ip link show eth0")).contains("mtu " + MTU);
      changesNothing(host);
    } finally {
      containers.remove(first);
      containers.remove(second);
    }
  }

  private static void changesNothing(TestHost host) {
    int generation = host.nftables().generation();
    try (Subscription<RouteEvent> events =
        Rtnetlink.subscribe(
            host.namespace(), Set.of(RouteGroup.LINKS, RouteGroup.ADDRESSES, RouteGroup.ROUTES))) {
      network().apply(hosts.plan(host));
      assertThat(events.next(Duration.ofMillis(200))).isEmpty();
    }
    assertThat(host.nftables().generation()).isEqualTo(generation);
  }

  @Test
  void aNetworkOfAnotherSubnetStaysWhileAContainerThatIsStoppedNeedsIt() {
    TestHost host = hosts.host(0);
    network().apply(hosts.plan(host));
    NetworkPlan plan = hosts.plan(host);
    NetworkPlan other =
        new NetworkPlan(
            plan.cluster(), plan.services(), TestHosts.subnet(9), plan.host(), plan.peers());
    String id = run();
    String name = containers.find(id).orElseThrow().name();
    containers.kill(id, "SIGKILL");
    try {
      assertThatThrownBy(() -> network().apply(other))
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("10.42.1.0/24")
          .hasMessageContaining(name);
      assertThat(host.run("ip address show troupe0")).contains("10.42.1.1/24");
    } finally {
      containers.remove(id);
    }
    network().apply(other);
    assertThat(networks.find("troupe").map(EngineNetwork::subnet)).contains(TestHosts.subnet(9));
    assertThat(host.run("ip address show troupe0"))
        .contains("10.42.9.1/24")
        .doesNotContain("10.42.1.1");
    network().apply(plan);
    assertThat(networks.find("troupe").map(EngineNetwork::subnet)).contains(plan.subnet());
  }

  @Test
  void containersLookNamesUpAsTheyAreTold() throws InterruptedException {
    network().apply(hosts.plan(hosts.host(0)));
    ContainerSpec plain =
        ContainerSpec.of("troupe-test-" + UUID.randomUUID(), TestDocker.IMAGE, Map.of())
            .withCommand("cat", "/etc/resolv.conf")
            .withAttachment("troupe");
    String id =
        containers.create(
            plain.withResolver(
                List.of("10.42.1.1"), List.of("demo.lb.local", "lb.local"), List.of("ndots:2")));
    try {
      containers.start(id);
      containers.await(id);
      List<String> printed = new ArrayList<>();
      try (LogStream log = containers.logs(id, new LogQuery(0, false))) {
        for (var line = log.next(); line.isPresent(); line = log.next()) {
          printed.add(line.get().text());
        }
      }
      assertThat(printed)
          .contains("nameserver 127.0.0.11", "search demo.lb.local lb.local", "options ndots:2");
    } finally {
      containers.remove(id);
    }
  }

  @Test
  void saysWhatTheEngineDoesNotLike() {
    EngineNetwork first = network(networks, MTU);
    networks.create(first);
    NetworkSettings settings =
        new NetworkSettings(DriverType.VXLAN, "troupe-vy", first.bridge(), "troupe-two", 7, 8472);
    TestHost host = hosts.host(0);
    try (VxlanNetwork other = new VxlanNetwork(settings, networks, host.handle())) {
      assertThatThrownBy(() -> other.apply(hosts.plan(host)))
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("the container engine does not make network troupe-two")
          .hasMessageContaining("troupe.node.network.engine-network");
    } finally {
      host.run("ip link del troupe-vy");
      host.run("ip link del " + first.bridge());
      host.run("nft delete table ip " + first.bridge());
    }
  }

  @Test
  void aNetworkThatSomebodyElseHasMadeIsLeftAlone() {
    TestHost host = hosts.host(0);
    networks.remove("troupe");
    docker.createNetwork("troupe");
    try {
      assertThatThrownBy(() -> network().apply(hosts.plan(host)))
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("a network troupe that Troupe has not made")
          .hasMessageContaining("troupe.node.network.engine-network");
    } finally {
      networks.remove("troupe");
    }
  }
}
