package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.persistence.load.Stalls;
import io.troupe.persistence.net.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One control member and agents, each a process of its own.
class MembersTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @TempDir Path directory;
  private final List<MemberProcess> all = new ArrayList<>();
  private final int port = FreePort.next();
  private final String seed = "127.0.0.1:" + port;
  private MemberProcess control;

  @BeforeEach
  void start() {
    control = with(MemberProcess.server(directory.resolve("c1"), port, "--seed", seed));
    // how long a process takes to come back is not what is tested
    control.set("troupe.liveness.suspect-after", "30s").set("troupe.liveness.offline-after", "60s");
    control.start();
  }

  @AfterEach
  void stop() {
    all.forEach(MemberProcess::close);
  }

  private MemberProcess with(MemberProcess process) {
    all.add(process);
    return process;
  }

  private MemberProcess agent(String name) {
    return with(MemberProcess.agent(directory.resolve(name), seed));
  }

  private Map<String, String> members() {
    Map<String, String> members = new TreeMap<>();
    for (JsonNode member : control.api().get("/v2/cluster/members").ok()) {
      List<String> roles = new ArrayList<>();
      member.path("roles").forEach(role -> roles.add(role.asText()));
      members.put(
          member.path("name").asText(),
          String.join(",", roles) + " " + member.path("status").asText());
    }
    return members;
  }

  private void runs(int replicas) {
    eventually(() -> {
      JsonNode pods = control.api().get("/v2/resources/pod").ok().path("items");
      assertThat(pods).hasSize(replicas);
      pods.forEach(pod -> assertThat(pod.at("/status/state").asText()).isEqualTo("ready"));
    });
  }

  /// When each container of each pod was started, by the agent's own account.
  private Map<String, String> starts() {
    Map<String, String> starts = new TreeMap<>();
    for (JsonNode pod : control.api().get("/v2/resources/pod").ok().path("items")) {
      starts.put(pod.at("/meta/self_link").asText(), pod.at("/status/runtime/services").toString());
    }
    return starts;
  }

  private void serve(int replicas) {
    String web = Manifests.service("demo:web", replicas, "web:1");
    control.api().apply(Manifests.all(Manifests.namespace("demo"), web)).ok();
    runs(replicas);
  }

  @Test
  void agentsOutliveTheWholeControlPlaneAndTouchNoContainer() {
    agent("n1").start();
    agent("n2").start();
    eventually(() ->
        assertThat(members())
            .containsEntry("c1", "control up")
            .containsEntry("n1", "node up")
            .containsEntry("n2", "node up"));
    serve(6);
    Map<String, String> before = starts();
    List<Long> agents = all.stream().skip(1).map(MemberProcess::pid).toList();
    for (int round = 0; round < 2; round++) {
      control.kill();
      control.start();
      eventually(() -> assertThat(members()).containsEntry("n1", "node up"));
      String wider = Manifests.service("demo:web", 7 + round, "web:1");
      control.api().apply(wider).ok();
      runs(7 + round);
      assertThat(starts()).containsAllEntriesOf(before);
    }
    assertThat(all.stream().skip(1).filter(MemberProcess::isAlive).map(MemberProcess::pid))
        .isEqualTo(agents);
    JsonNode lost = control.api().get("/v2/events?type=node.NodeWentOffline").ok();
    assertThat(lost.path("events")).as("no node was given up").isEmpty();
  }

  @Test
  void namesTheSeedThatCannotBeReachedAndGoesOnTrying() {
    control.kill();
    MemberProcess agent = agent("n1").launch();
    eventually(() -> assertThat(agent.said()).contains("cannot reach seed " + seed));
    control.start();
    eventually(() -> assertThat(members()).containsEntry("n1", "node up"));
  }

  @Test
  void refusesAnAgentOfAnotherCluster() {
    MemberProcess stranger =
        with(MemberProcess.agent(directory.resolve("n1"), seed, "--cluster", "other")).launch();
    assertThat(stranger.awaitEnd()).isEqualTo(1);
    assertThat(stranger.said()).contains("cluster 'troupe'", "'other'", "--cluster");
  }

  @Test
  void refusesASecondControlMemberOnSqlite() {
    int other = FreePort.next();
    MemberProcess second =
        with(MemberProcess.server(
                directory.resolve("c2"), other, "--seed", seed, "--seed", "127.0.0.1:" + other))
            .launch();
    assertThat(second.awaitEnd()).isEqualTo(1);
    assertThat(second.said()).contains("several control members need Cassandra");
    assertThat(control.api().get("/v2/health/ready").status()).isEqualTo(200);
  }

  /// Whoever waits for somebody to hand over to waits for longer than ten seconds.
  @Test
  void stopsAtOnceWhenThereIsNobodyToHandOverTo() throws Exception {
    MemberProcess agent = agent("n1");
    Stalls.assertShorter(AT_ONCE, () -> agent.start().stop());
    control.kill();
    Stalls.assertShorter(AT_ONCE, () -> control.start().stop());
  }
}
