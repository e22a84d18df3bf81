package io.troupe.node;

import static io.troupe.node.ScriptedSession.assign;
import static io.troupe.node.ScriptedSession.pod;
import static io.troupe.node.ScriptedSession.spec;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.Security;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.docker.TestDocker;
import io.troupe.node.pod.PodLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerAgentTest {
  @TempDir Path volumes;

  private ActorTestKit kit;
  private AgentSettings settings;
  private Runtimes runtimes;
  private ScriptedSession session;
  private ActorRef<NodeAgent.Message> agent;

  @BeforeEach
  void startAgent() {
    TestDocker.require().close();
    kit = ActorTestKit.create();
    settings =
        AgentSettings.from(
            ConfigFactory.parseMap(
                    Map.of(
                        "troupe.node.name",
                        "node-" + UUID.randomUUID(),
                        "troupe.node.volume-root",
                        volumes.toString()))
                .withFallback(ConfigFactory.load()));
    runtimes = Runtimes.from(settings);
    session = new ScriptedSession(kit);
    agent = kit.spawn(NodeAgent.create(settings, runtimes, session.ref()));
    session.awaitHello();
  }

  @AfterEach
  void clean() {
    if (kit != null) {
      kit.shutdownTestKit();
      containers().forEach(info -> runtimes.containers().remove(info.id()));
      runtimes.close();
    }
  }

  private List<ContainerInfo> containers() {
    return runtimes.containers().list(Map.of(PodLabels.NODE, settings.name()));
  }

  static ContainerTemplate container(String name, String... command) {
    return new ContainerTemplate(
        name,
        new Image(TestDocker.IMAGE, "", "", "", PullPolicy.NEVER),
        List.of(),
        List.of(command),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        Limits.NONE,
        Limits.NONE,
        RestartPolicy.ALWAYS,
        Security.NONE,
        Map.of(),
        List.of(),
        List.of());
  }

  static ContainerTemplate sleeper(String name) {
    return container(name, "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done");
  }

  @Test
  void runsAPodAndEndsIt() {
    Ref pod = pod("a");
    session.snapshot(1);
    session.start(1, assign(pod, spec(5, sleeper("main"), sleeper("side"))));

    Observation running = session.awaitPhase(pod, Phase.RUNNING);

    assertThat(running.podIp()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    assertThat(running.containers())
        .extracting(Observation.ContainerStatus::name)
        .containsExactly("main", "side");
    assertThat(containers()).hasSize(2);

    session.stop(2, pod);
    session.awaitPhase(pod, Phase.REMOVED);
    assertThat(containers()).isEmpty();
  }

  @Test
  void bringsBackAContainerThatWasKilledByHand() {
    Ref pod = pod("a");
    session.snapshot(1, assign(pod, spec(5, sleeper("main"))));
    Observation before = session.awaitPhase(pod, Phase.RUNNING);
    String id = before.containers().getFirst().id();

    runtimes.containers().kill(id, "KILL");

    Observation stopped = session.awaitPhase(pod, Phase.STOPPED);
    assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(137);
    assertThat(stopped.message()).isEqualTo("main: ended with exit code 137; starts again in 1 s");
    Observation after = session.awaitPhase(pod, Phase.RUNNING);
    assertThat(after.containers().getFirst().id()).isEqualTo(id);
    assertThat(after.containers().getFirst().restarts()).isEqualTo(1);
  }

  @Test
  void makesAContainerAnewThatWasRemovedByHand() {
    Ref pod = pod("a");
    session.snapshot(1, assign(pod, spec(5, sleeper("main"), sleeper("side"))));
    Observation before = session.awaitPhase(pod, Phase.RUNNING);

    runtimes.containers().remove(before.containers().getFirst().id());

    session.awaitPhase(pod, Phase.STOPPED);
    Observation after = session.awaitPhase(pod, Phase.RUNNING);
    assertThat(after.containers().getFirst().id())
        .isNotEqualTo(before.containers().getFirst().id());
    assertThat(after.containers().getFirst().restarts()).isEqualTo(1);
    List<ContainerInfo> now = containers();
    assertThat(now).hasSize(2).allMatch(ContainerInfo::running);
    assertThat(now)
        .filteredOn(info -> !info.network().isEmpty())
        .singleElement()
        .extracting(ContainerInfo::network)
        .isEqualTo(after.containers().getFirst().id());
  }

  @Test
  void anotherRunOfTheAgentAdoptsWhatIsRightAndEndsWhatIsNot() {
    Ref kept = pod("kept");
    Ref stopped = pod("stopped");
    Ref gone = pod("gone");
    var spec = spec(5, sleeper("main"));
    session.snapshot(1, assign(kept, spec), assign(stopped, spec), assign(gone, spec));
    String keptId = session.awaitPhase(kept, Phase.RUNNING).containers().getFirst().id();
    String stoppedId = session.awaitPhase(stopped, Phase.RUNNING).containers().getFirst().id();
    session.awaitPhase(gone, Phase.RUNNING);
    kit.stop(agent);
    runtimes.containers().stop(stoppedId, "", Duration.ofSeconds(2));

    ScriptedSession next = new ScriptedSession(kit);
    agent = kit.spawn(NodeAgent.create(settings, runtimes, next.ref()));
    next.awaitHello();
    next.snapshot(7, assign(kept, spec), assign(stopped, spec));

    Observation same = next.awaitPhase(kept, Phase.RUNNING);
    assertThat(same.containers().getFirst().id()).isEqualTo(keptId);
    assertThat(same.containers().getFirst().restarts()).isZero();
    Observation again = next.awaitPhase(stopped, Phase.RUNNING);
    assertThat(again.containers().getFirst().id()).isEqualTo(stoppedId);
    assertThat(again.containers().getFirst().restarts()).isEqualTo(1);
    next.awaitPhase(gone, Phase.REMOVED);
    assertThat(containers())
        .extracting(ContainerInfo::id)
        .containsExactlyInAnyOrder(keptId, stoppedId);
  }
}
