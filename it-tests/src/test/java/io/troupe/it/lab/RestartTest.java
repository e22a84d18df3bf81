package io.troupe.it.lab;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.TestImage;
import io.troupe.it.lab.Cluster.Running;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Processes of a cluster are killed and come back, and a link is slow. How long a process takes to
/// come back is not what is tested, so that nothing is given up meanwhile.
class RestartTest {
  private static final int REPLICAS = 4;
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /// After 15 s a bridge tells of a new port once more.
  private static final Duration FORWARD_DELAY = Duration.ofSeconds(16);

  private static Cluster cluster;
  private static Lab lab;

  @BeforeAll
  static void up() {
    cluster =
        Cluster.up(
            LabPlan.of(3)
                .withSettings(
                    List.of(
                        "troupe.liveness.suspect-after=30s", "troupe.liveness.offline-after=60s")));
    lab = cluster.lab();
  }

  @AfterAll
  static void down() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void serve() {
    cluster.serveAnew(REPLICAS);
  }

  @Test
  void anAgentThatIsKilledAndStartedAgainTouchesNoContainer() {
    List<Running> before = cluster.running();
    LabHost host = cluster.host(2);
    lab.daemon(host, Lab.TROUPE).kill();
    assertThat(cluster.running()).isEqualTo(before);
    lab.start(host, Lab.TROUPE);
    cluster.staysFor(QUIET, before);
  }

  @Test
  void agentsAndContainersGoOnWhileTheControlMemberIsDeadAndItKnowsThemAgain() {
    List<Running> before = cluster.running();
    LabHost control = cluster.host(1);
    lab.daemon(control, Lab.TROUPE).kill();
    cluster.staysFor(QUIET, before);
    assertThat(lab.daemon(cluster.host(2), Lab.TROUPE).condition()).isEqualTo("running");
    lab.start(control, Lab.TROUPE);
    cluster.settle(REPLICAS);
    assertThat(cluster.running()).isEqualTo(before);
    cluster.serve(REPLICAS + 1);
    assertThat(cluster.running()).containsAll(before);
  }

  @Test
  void aSlowLinkReplacesNothingAndWorkGoesOn() {
    List<Running> before = cluster.running();
    LabHost far = cluster.host(3);
    lab.delay(far, 250);
    try {
      cluster.staysFor(QUIET, before);
      cluster.serve(REPLICAS + 2);
      assertThat(cluster.running()).containsAll(before);
    } finally {
      lab.delay(far, 0);
    }
  }

  @Test
  void anAgentThatStartsAgainChangesNothingOfTheNetwork() {
    whileCalled(address -> restartsUnseen(cluster.host(2), address));
  }

  private static void restartsUnseen(LabHost host, String address) {
    eventually(() -> NetworkTest.call(host, address).ok());
    NetworkTest.awaitRules(cluster.api(), CALLED, List.of(host));
    List<Running> running = cluster.running();
    cluster.staysFor(FORWARD_DELAY, running);
    String before = TestLab.run(host, "sh", "-c", NETWORK).ok();
    lab.daemon(host, Lab.TROUPE).kill();
    NetworkTest.call(host, address).ok();
    TestLab.run(host, "sh", "-c", WATCH).ok();
    eventually(() -> assertSeesChanges(host));
    cluster.staysFor(SETTLED, running);
    TestLab.run(host, "sh", "-c", "> /run/changes; > /run/entries; touch /run/start").ok();
    lab.start(host, Lab.TROUPE);
    eventually(() -> TestLab.run(host, "test", REMEMBERED, "-nt", "/run/start").ok());
    cluster.staysFor(QUIET, running);
    eventually(() -> NetworkTest.call(host, address).ok());
    TestLab.run(host, "sh", "-c", "kill $(cat /run/watchers)").ok();
    assertThat(changes(host)).isEmpty();
    assertThat(TestLab.run(host, "sh", "-c", NETWORK).ok()).isEqualTo(before);
  }

  /// Makes one change of each kind and takes it back.
  private static void assertSeesChanges(LabHost host) {
    TestLab.run(host, "sh", "-ec", CHANGE).ok();
    assertThat(changes(host))
        .contains("Deleted 203.0.113.0/24 dev troupe-vx")
        .contains("203.0.113.1 lladdr " + STRANGER)
        .contains("Deleted " + STRANGER + " dev troupe-vx")
        .contains("delete table ip watched");
  }

  /// What the watchers have noted; of forwarding entries, those of the overlay, since a bridge
  /// learns its pods' by itself.
  private static String changes(LabHost host) {
    return TestLab.run(host, "sh", "-c", "cat /run/changes; grep troupe-vx /run/entries; true")
        .ok();
  }

  @Test
  void anAgentThatStartsWhileNoControlMemberAnswersStillKnowsNames() {
    LabHost host = cluster.host(2);
    whileCalled(address -> remembers(cluster.host(1), host, address));
    eventually(() -> assertThat(lookUp(host)).contains("NXDOMAIN"));
  }

  private static void remembers(LabHost control, LabHost host, String address) {
    eventually(() -> assertThat(lookUp(host)).contains(address));
    eventually(() -> TestLab.run(host, "grep", "-q", CALLED, REMEMBERED).ok());
    lab.daemon(control, Lab.TROUPE).kill();
    lab.daemon(host, Lab.TROUPE).kill();
    assertThat(lookUp(host)).doesNotContain(address);
    lab.begin(host, Lab.TROUPE);
    eventually(() -> assertThat(lookUp(host)).contains(address));
    eventually(() -> NetworkTest.call(host, address).ok());
    lab.start(control, Lab.TROUPE);
    lab.start(host, Lab.TROUPE);
  }

  /// Does something with the address of a service of three pods, which is gone afterwards.
  private static void whileCalled(Consumer<String> test) {
    NetworkTest.apply(cluster.api(), CALLED, 3, TestImage.ONE);
    try {
      eventually(() -> assertThat(NetworkTest.serving(cluster.api(), CALLED)).hasSize(3));
      test.accept(NetworkTest.address(cluster.api(), CALLED));
    } finally {
      cluster.api().deleteService(CALLED).ok();
      eventually(() -> assertThat(cluster.api().find("service", CALLED)).isEmpty());
    }
  }

  private static final String REMEMBERED = "/var/lib/troupe/node/host2/network.json";

  /// What a pod of a host is told when it asks for the service's name.
  private static String lookUp(LabHost host) {
    String name = "called." + Cluster.SPACE + ".lb.local";
    return TestLab.run(
            host,
            "sh",
            "-c",
            "c=$(docker ps -q --filter label=io.troupe.pod | head -n 1);"
                + " timeout 10 docker exec $c /bin/busybox nslookup "
                + name)
        .said();
  }

  private static final String CALLED = Cluster.SPACE + ":called";

  /// Notes every change of links, addresses, routes, rules, and the overlay's neighbours and
  /// forwarding entries from now on; of IPv4, because the kernel makes up an address of IPv6 for
  /// the link of a container some seconds after its start.
  private static final String WATCH =
      "rm -f /run/changes /run/entries;"
          + " ip -4 monitor link address route >> /run/changes 2>&1 & echo $! > /run/watchers;"
          + " ip -4 monitor neigh dev troupe-vx >> /run/changes 2>&1 & echo $! >> /run/watchers;"
          + " bridge monitor fdb >> /run/entries 2>&1 & echo $! >> /run/watchers;"
          + " nft monitor >> /run/changes 2>&1 & echo $! >> /run/watchers";

  private static final String STRANGER = "0a:58:cb:00:71:01";
  private static final String CHANGE =
      """
      ip route add 203.0.113.0/24 dev troupe-vx
      ip route del 203.0.113.0/24 dev troupe-vx
      ip neigh add 203.0.113.1 lladdr STRANGER nud permanent dev troupe-vx
      ip neigh del 203.0.113.1 dev troupe-vx
      bridge fdb add STRANGER dev troupe-vx dst 203.0.113.1
      bridge fdb del STRANGER dev troupe-vx dst 203.0.113.1
      nft add table ip watched
      nft delete table ip watched
      """
          .replace("STRANGER", STRANGER);

  /// Everything that the agent has made, but for rules.
  private static final String NETWORK =
      "ip route; ip -d link show type vxlan; bridge fdb show dev troupe-vx;"
          + " ip neigh show dev troupe-vx";
}
