package io.troupe.node;

import static io.troupe.node.ScriptedSession.assign;
import static io.troupe.node.ScriptedSession.pod;
import static io.troupe.node.ScriptedSession.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogPull;
import io.troupe.actors.session.LogRequest;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToSession;
import io.troupe.core.Ref;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.Usage;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.Security;
import io.troupe.core.template.TemplateVolume;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.docker.TestDocker;
import io.troupe.node.pod.PodLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerAgentTest {
  /// What an engine gives by itself, but for a second.
  private static final Duration LESS_THAN_ENGINES = Duration.ofSeconds(9);

  @TempDir Path volumes;

  private ActorTestKit kit;
  private AgentSettings settings;
  private Runtimes runtimes;
  private ScriptedSession session;
  private ActorRef<NodeAgent.Message> agent;

  @BeforeEach
  void startAgent() {
    TestDocker.require().close();
    startAgent("1s");
  }

  private void startAgent(String minReady) {
    kit = ActorTestKit.create();
    Config config =
        ConfigFactory.parseMap(
                Map.of(
                    "troupe.node.name",
                    "node-" + UUID.randomUUID(),
                    "troupe.node.volume-root",
                    volumes.toString(),
                    "troupe.node.network.driver",
                    "none",
                    "troupe.node.min-ready",
                    minReady))
            .withFallback(ConfigFactory.load());
    settings = AgentSettings.from(config);
    runtimes = Runtimes.from(config);
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
  void aContainerThatEndsSoonAfterItsStartIsNeverSaidToRun() {
    // an engine that is slow may tell of the end late
    clean();
    startAgent("10s");
    Ref pod = pod("a");
    session.snapshot(1, assign(pod, spec(5, container("main", "sh", "-c", "sleep 0.3; exit 3"))));

    session.awaitObservation(
        pod, seen -> seen.phase() == Phase.STOPPED && seen.message().endsWith("again in 2 s"));

    assertThat(session.story()).noneMatch(seen -> seen.phase() == Phase.RUNNING);
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

  /// An engine that is told of no grace gives ten seconds, each time; a busy one may be late, but
  /// not each time.
  @Test
  void givesTheGraceAndThenKills() {
    Duration shortest = Duration.ofDays(1);
    for (int attempt = 1; attempt <= 3 && shortest.compareTo(LESS_THAN_ENGINES) >= 0; attempt++) {
      Duration took = untilRemoved(pod("a" + attempt), 3L * attempt);
      assertThat(took).isGreaterThan(Duration.ofMillis(1900));
      shortest = took.compareTo(shortest) < 0 ? took : shortest;
    }
    assertThat(shortest).isLessThan(LESS_THAN_ENGINES);
  }

  private Duration untilRemoved(Ref pod, long revision) {
    ContainerTemplate stubborn =
        container("main", "sh", "-c", "trap '' TERM; while :; do sleep 1; done");
    session.snapshot(revision, assign(pod, spec(2, stubborn)));
    session.awaitPhase(pod, Phase.RUNNING);

    long begin = System.nanoTime();
    session.stop(revision, pod);
    session.awaitPhase(pod, Phase.REMOVED);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void labelsLimitsAndVolumesAreSeenAtTheEngine() throws Exception {
    Ref pod = pod("a");
    ContainerTemplate plain = sleeper("main");
    var full =
        new ContainerTemplate(
            "main",
            plain.image(),
            List.of(),
            List.of("sh", "-c"),
            List.of("echo hello > /data/file; exec sleep 600"),
            "",
            List.of(new EnvVar.Plain("A", "b")),
            List.of(new PortBinding("", 0, 80, Protocol.TCP)),
            List.of(new Mount("data", "/data", "sub", false)),
            new Limits(Cpu.millis(500), Memory.mebibytes(32)),
            Limits.NONE,
            RestartPolicy.ALWAYS,
            Security.NONE,
            Map.of("tier", "front"),
            List.of(),
            List.of());
    var template =
        new PodTemplate(
            List.of(full),
            List.of(
                new TemplateVolume("data", "emptyDir", new TemplateVolume.Source.PodDirectory())),
            1);
    var spec = spec(template);
    session.snapshot(1, assign(pod, spec));
    session.awaitPhase(pod, Phase.RUNNING);

    ContainerInfo info = containers().getFirst();
    assertThat(info.labels())
        .containsEntry("io.troupe.pod", pod.link())
        .containsEntry("io.troupe.container", "main")
        .containsEntry("io.troupe.hash", spec.hash())
        .containsEntry("io.troupe.revision", "1")
        .containsEntry("io.troupe.node", settings.name())
        .containsEntry("LBC", pod.link())
        .containsEntry("tier", "front");
    assertThat(info.name()).matches("troupe_demo_web_d_v1_a_main_[0-9a-f]{8}");
    assertThat(runtimes.containers().usage(info.id()).memoryLimit())
        .isEqualTo(Memory.mebibytes(32));
    Path data = runtimes.volumes().create(pod, "data");
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> assertThat(data.resolve("sub/file")).hasContent("hello"));

    session.stop(1, pod);
    session.awaitPhase(pod, Phase.REMOVED);
    assertThat(data).doesNotExist();
    assertThat(runtimes.volumes().pods()).isEmpty();
  }

  @Test
  void tellsWhatOfTheMachineIsInUse() {
    session.snapshot(1);

    Usage usage = session.await(ToSession.Heartbeat.class, beat -> beat.usage() != null).usage();
    Capacity machine = Machine.look(settings, runtimes).capacity();
    assertThat(usage.memory()).isBetween(Memory.mebibytes(16), machine.memory());
    assertThat(usage.storage()).isBetween(Memory.mebibytes(1), machine.storage());
    assertThat(usage.containers()).isZero();
  }

  @Test
  void aStartThatTheEngineRefusesIsAnErrorWithItsWords() {
    Ref pod = pod("a");
    session.snapshot(1, assign(pod, spec(1, container("main", "/no/such/program"))));

    assertThat(session.awaitPhase(pod, Phase.ERROR).message())
        .contains("/no/such/program", "no such file or directory");

    session.stop(1, pod);
    session.awaitPhase(pod, Phase.REMOVED);
    assertThat(containers()).isEmpty();
  }

  @Test
  void anImageThatIsNotThereIsAnErrorByItsPolicy() {
    var never =
        ContainerTemplate.of("main", new Image("troupe/nowhere:1", "", "", "", PullPolicy.NEVER));
    session.snapshot(1, assign(pod("a"), spec(1, never)));

    assertThat(session.awaitPhase(pod("a"), Phase.ERROR).message())
        .isEqualTo(
            "image troupe/nowhere:1 is not on node "
                + settings.name()
                + " and its policy is never to pull it; bring it there or choose another policy");
  }

  @Test
  void followsALogWhileItGrows() {
    Ref pod = pod("a");
    session.snapshot(
        1,
        assign(
            pod,
            spec(
                1,
                container(
                    "main", "sh", "-c", "echo one; echo two >&2; sleep 1; echo three; sleep 60"))));
    session.awaitPhase(pod, Phase.RUNNING);
    TestProbe<LogChunk> reader = kit.createTestProbe();
    session.say(new ToAgent.OpenLog(new LogRequest(pod, "main", 0, true), reader.ref()));
    var source = reader.expectMessageClass(LogChunk.Opened.class).source();

    List<LogChunk.Line> lines = new ArrayList<>();
    while (lines.size() < 3) {
      source.tell(new LogPull.Next());
      lines.addAll(reader.expectMessageClass(LogChunk.Lines.class).lines());
    }

    assertThat(lines)
        .extracting(LogChunk.Line::text)
        .containsExactlyInAnyOrder("one", "two", "three");
    assertThat(lines)
        .filteredOn(line -> line.text().equals("two"))
        .extracting(LogChunk.Line::stream)
        .containsExactly("stderr");
    session.stop(1, pod);
    session.awaitPhase(pod, Phase.REMOVED);
    source.tell(new LogPull.Next());
    reader.expectMessageClass(LogChunk.End.class);
  }
}
