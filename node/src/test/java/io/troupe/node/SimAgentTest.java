package io.troupe.node;

import static io.troupe.node.ScriptedSession.assign;
import static io.troupe.node.ScriptedSession.pod;
import static io.troupe.node.ScriptedSession.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogPull;
import io.troupe.actors.session.LogRequest;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToSession.NetworkApplied;
import io.troupe.actors.session.ToSession.Report;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.ContainerStatus;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.RestartPolicy.When;
import io.troupe.core.template.Security;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.network.NoNetworkRuntime;
import io.troupe.node.pod.ContainerNames;
import io.troupe.node.pod.PodLabels;
import io.troupe.node.sim.SimContainers;
import io.troupe.node.sim.SimImages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The agent on simulated containers, in time that a test lets pass.
class SimAgentTest {
  private static final Ref POD = pod("a");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private AgentSettings settings;
  private Runtimes runtimes;
  private SimContainers containers;
  private SimImages images;
  private ScriptedSession session;
  private ActorRef<NodeAgent.Message> agent;

  @BeforeEach
  void start() {
    settings = settings("0s");
    runtimes = Runtimes.sim(settings, new NoNetworkRuntime(List.of()), now::get);
    containers = (SimContainers) runtimes.containers();
    images = (SimImages) runtimes.images();
    startAgent();
  }

  private static AgentSettings settings(String minReady) {
    return AgentSettings.from(
        ConfigFactory.parseMap(
                Map.of(
                    "troupe.node.name",
                    "n1",
                    "troupe.node.runtime",
                    "sim",
                    "troupe.node.sim.min-ready",
                    minReady))
            .withFallback(ConfigFactory.load()));
  }

  private void startAgent() {
    session = new ScriptedSession(kit);
    agent = kit.spawn(NodeAgent.create(settings, runtimes, session.ref()));
    session.awaitHello();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /// Lets time pass once the agent has done what it was at, such as to set its timers.
  private void pass(Duration duration) {
    TestProbe<LogChunk> answers = kit.createTestProbe();
    session.say(new ToAgent.OpenLog(new LogRequest(pod("nobody"), "", 0, false), answers.ref()));
    answers.expectMessageClass(LogChunk.Failed.class);
    now.updateAndGet(instant -> instant.plus(duration));
    time.timePasses(duration);
  }

  private static ContainerTemplate container(String image, RestartPolicy restart) {
    ContainerTemplate plain = ContainerTemplate.of("main", Image.named(image));
    return new ContainerTemplate(
        plain.name(),
        plain.image(),
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        Limits.NONE,
        Limits.NONE,
        restart,
        Security.NONE,
        Map.of(),
        List.of(),
        List.of());
  }

  private static ContainerTemplate container(String image) {
    return container(image, RestartPolicy.ALWAYS);
  }

  private static ContainerStatus first(Observation observation) {
    return observation.containers().getFirst();
  }

  private List<ContainerInfo> all() {
    return containers.list(Map.of());
  }

  @Test
  void saysHelloUntilItIsAnswered() {
    pass(Duration.ofSeconds(1));
    session.awaitHello();
    pass(Duration.ofSeconds(1));
    var hello = session.awaitHello();

    assertThat(hello.node()).isEqualTo("n1");
    assertThat(hello.capacity().pods()).isEqualTo(1000);
    assertThat(hello.info().drivers()).extracting(d -> d.role()).contains("cri", "cii", "csi");
  }

  @Test
  void tellsTheAppliedRevisionWithItsHeartbeats() {
    session.snapshot(4);
    session.awaitHeartbeat(4);
    session.start(4, assign(POD, spec(1, container("sim/web"))));
    session.awaitPhase(POD, Phase.RUNNING);
    pass(Duration.ofSeconds(1));

    session.awaitHeartbeat(5);
  }

  @Test
  void aDeltaOutOfOrderIsIgnoredAndAnsweredWithHello() {
    session.snapshot(4);
    session.start(6, assign(pod("early"), spec(1, container("sim/web"))));

    session.awaitHello();
    assertThat(all()).isEmpty();
    session.snapshot(7, assign(POD, spec(1, container("sim/web"))));
    session.awaitPhase(POD, Phase.RUNNING);
    assertThat(all()).hasSize(1);
  }

  @Test
  void theNetworkOfASecondSessionThatHeardTheSameHelloIsNotTakenAndAnsweredWithAnotherHello() {
    session.snapshot(4);
    session.network("first", 300);
    session.await(NetworkApplied.class, applied -> applied.number() == 300);
    session.network("second", 304);
    session.network("first", 302);
    NetworkApplied next = session.await(NetworkApplied.class, _ -> true);
    assertThat(next.session()).isEqualTo("first");
    assertThat(next.number()).isEqualTo(302);

    session.awaitHello(() -> session.network("second", 304));
    session.network("second", 304);
    session.await(NetworkApplied.class, applied -> applied.session().equals("second"));
  }

  @Test
  void aRepeatedSnapshotChangesNothingAndReportsEverything() {
    var spec = spec(1, container("sim/web"));
    session.snapshot(1, assign(POD, spec));
    String id = first(session.awaitPhase(POD, Phase.RUNNING)).id();
    int reports = session.reports().size();

    session.say(new ToAgent.Introduce());
    session.awaitHello();
    session.snapshot(1, assign(POD, spec));
    Report report = session.awaitReport();

    assertThat(session.reports()).hasSizeGreaterThan(reports);
    assertThat(report.pods()).hasSize(1);
    assertThat(first(report.pods().getFirst().observation()).id()).isEqualTo(id);
  }

  @Test
  void aLostReportIsSentAgain() {
    session.taking(false);
    session.snapshot(1, assign(POD, spec(1, container("sim/web"))));
    Report first = session.awaitReport();
    pass(Duration.ofSeconds(1));
    Report again = session.awaitReport();

    assertThat(again.number()).isEqualTo(first.number());
    assertThat(again.pods()).isEqualTo(first.pods());
  }

  @Test
  void aPodThatNeverWasIsReportedAsRemoved() {
    session.snapshot(1);
    session.stop(1, POD);

    session.awaitPhase(POD, Phase.REMOVED);
  }

  @Test
  void restartsWithGrowingDelaysAndStartsOverAfterAMinuteOfRunning() {
    session.snapshot(1, assign(POD, spec(1, container("sim/web"))));
    String id = first(session.awaitPhase(POD, Phase.RUNNING)).id();
    int restarts = 0;
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      containers.end(id, 1);
      Observation stopped = session.awaitPhase(POD, Phase.STOPPED);
      assertThat(stopped.message())
          .isEqualTo("main: ended with exit code 1; starts again in " + seconds + " s");
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(containers.find(id).orElseThrow().running()).isFalse();
      pass(Duration.ofMillis(1));
      restarts++;
      assertThat(first(session.awaitPhase(POD, Phase.RUNNING)).restarts()).isEqualTo(restarts);
    }
    pass(Duration.ofSeconds(61));
    containers.end(id, 1);

    assertThat(session.awaitPhase(POD, Phase.STOPPED).message()).endsWith("again in 1 s");
  }

  private void restartAgent(String minReady) {
    kit.stop(agent);
    settings = settings(minReady);
    startAgent();
  }

  private String awaitStart() {
    await().atMost(ONE_MINUTE).until(() -> all().stream().anyMatch(ContainerInfo::running));
    return all().getFirst().id();
  }

  @Test
  void aContainerThatEndsSoonerThanItCountsWasNeverRunning() {
    restartAgent("1s");
    session.snapshot(1, assign(POD, spec(1, container("sim/web"))));
    String id = awaitStart();
    pass(Duration.ofMillis(999));
    containers.end(id, 1);

    assertThat(session.awaitPhase(POD, Phase.STOPPED).message())
        .isEqualTo("main: ended with exit code 1; starts again in 1 s");
    assertThat(session.story()).noneMatch(o -> o.phase() == Phase.RUNNING);
    pass(Duration.ofSeconds(1));
    awaitStart();
    pass(Duration.ofMillis(999));
    containers.end(id, 1);

    assertThat(session.awaitObservation(POD, o -> o.message().endsWith("in 2 s")).phase())
        .isEqualTo(Phase.STOPPED);
    assertThat(session.story()).noneMatch(o -> o.phase() == Phase.RUNNING);
    pass(Duration.ofSeconds(2));
    awaitStart();
    pass(Duration.ofSeconds(1));
    assertThat(first(session.awaitPhase(POD, Phase.RUNNING)).restarts()).isEqualTo(2);
  }

  @Test
  void anAdoptedContainerCountsAsSoonAsItHasRunLongEnough() {
    restartAgent("1s");
    var spec = spec(1, container("sim/web"));
    session.snapshot(1, assign(POD, spec));
    String id = awaitStart();
    pass(Duration.ofMillis(600));
    restartAgent("1s");
    session.snapshot(1, assign(POD, spec));
    pass(Duration.ofMillis(400));
    assertThat(first(session.awaitPhase(POD, Phase.RUNNING)).id()).isEqualTo(id);

    restartAgent("1s");
    session.snapshot(1, assign(POD, spec));
    assertThat(first(session.awaitPhase(POD, Phase.RUNNING)).id()).isEqualTo(id);
  }

  @Test
  void aContainerThatIsNotRestartedLeavesThePodExited() {
    session.snapshot(
        1, assign(POD, spec(1, container("sim/exit:3", new RestartPolicy(When.NO, 0)))));

    Observation exited = session.awaitPhase(POD, Phase.EXITED);

    assertThat(first(exited).exitCode()).isEqualTo(3);
    assertThat(exited.message()).isEqualTo("main: ended with exit code 3");
  }

  @Test
  void restartsOnFailureAsOftenAsAllowed() {
    session.snapshot(
        1, assign(POD, spec(1, container("sim/exit:3", new RestartPolicy(When.ON_FAILURE, 1)))));
    session.awaitPhase(POD, Phase.STOPPED);
    pass(Duration.ofSeconds(1));

    assertThat(first(session.awaitPhase(POD, Phase.EXITED)).restarts()).isEqualTo(1);
  }

  @Test
  void aFailedPullIsAnErrorThatIsTriedAgainAndHoldsUpNobody() {
    session.snapshot(
        1,
        assign(POD, spec(1, container("sim/missing:1"))),
        assign(pod("b"), spec(1, container("sim/web"))));

    Observation error = session.awaitPhase(POD, Phase.ERROR);
    session.awaitPhase(pod("b"), Phase.RUNNING);

    assertThat(error.message())
        .isEqualTo("image sim/missing:1 cannot be pulled: no registry has a manifest of it");
    assertThat(images.pulls()).isEqualTo(2);
    pass(Duration.ofSeconds(1));
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(images.pulls()).isEqualTo(3));
    assertThat(session.story()).filteredOn(o -> o.phase() == Phase.ERROR).hasSize(1);
  }

  @Test
  void aSecretIsRefusedInClearWords() {
    ContainerTemplate plain = container("sim/web");
    var secret =
        new ContainerTemplate(
            "main",
            plain.image(),
            List.of(),
            List.of(),
            List.of(),
            "",
            List.of(new EnvVar.FromSecret("KEY", "vault", "key")),
            List.of(),
            List.of(),
            Limits.NONE,
            Limits.NONE,
            RestartPolicy.ALWAYS,
            Security.NONE,
            Map.of(),
            List.of(),
            List.of());
    var registry =
        new ContainerTemplate(
            "main",
            new Image("sim/web", "", "registry", "", PullPolicy.ALWAYS),
            List.of(),
            List.of(),
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
    session.snapshot(1, assign(POD, spec(1, secret)), assign(pod("b"), spec(1, registry)));

    assertThat(session.awaitPhase(POD, Phase.ERROR).message())
        .contains("variable KEY comes from secret 'vault'", "no secrets yet");
    assertThat(session.awaitPhase(pod("b"), Phase.ERROR).message())
        .contains("secret 'registry'", "namespace 'demo' has no such secret");
  }

  @Test
  void completesWhatAnEarlierRunHasBegunAndRemovesWhatIsWrong() {
    var spec = spec(1, container("sim/web"));
    images.pull("sim/web", null);
    kit.stop(agent);
    String begun = containers.create(leftover(POD, spec.hash(), ContainerNames.of(POD, "main")));
    String other = containers.create(leftover(POD, "0ther", "other-name"));
    String strange = containers.create(leftover(pod("x"), spec.hash(), "strange-name"));
    containers.start(strange);
    startAgent();

    session.snapshot(1, assign(POD, spec));
    assertThat(first(session.awaitPhase(POD, Phase.RUNNING)).id()).isEqualTo(begun);
    session.awaitPhase(pod("x"), Phase.REMOVED);

    assertThat(all()).extracting(ContainerInfo::id).containsExactly(begun);
    assertThat(other).isNotEqualTo(begun);
  }

  private static ContainerSpec leftover(Ref pod, String hash, String name) {
    return ContainerSpec.of(
        name,
        "sim/web",
        Map.of(
            PodLabels.NODE,
            "n1",
            PodLabels.POD,
            pod.link(),
            PodLabels.CONTAINER,
            "main",
            PodLabels.HASH,
            hash));
  }

  @Test
  void aPodStoppedWhileItStartsLeavesNothing() {
    session.snapshot(1, assign(POD, spec(1, container("sim/slow:300"))));
    await().atMost(ONE_MINUTE).until(() -> !all().isEmpty());
    session.stop(1, POD);

    session.awaitPhase(POD, Phase.REMOVED);
    assertThat(all()).isEmpty();
    assertThat(session.story()).noneMatch(o -> o.phase() == Phase.ERROR);
  }

  @Test
  void aRemovedContainerIsMadeAnew() {
    session.snapshot(1, assign(POD, spec(1, container("sim/web"))));
    String id = first(session.awaitPhase(POD, Phase.RUNNING)).id();

    containers.vanish(id);
    session.awaitPhase(POD, Phase.STOPPED);
    pass(Duration.ofSeconds(1));

    ContainerStatus again = first(session.awaitPhase(POD, Phase.RUNNING));
    assertThat(again.id()).isNotEqualTo(id);
    assertThat(again.restarts()).isEqualTo(1);
  }

  @Test
  void theLogComesPieceByPieceAsItIsAskedFor() {
    session.snapshot(1, assign(POD, spec(1, container("sim/echo:one-two"))));
    String id = first(session.awaitPhase(POD, Phase.RUNNING)).id();
    TestProbe<LogChunk> reader = kit.createTestProbe();

    session.say(new ToAgent.OpenLog(new LogRequest(POD, "", 0, true), reader.ref()));
    var source = reader.expectMessageClass(LogChunk.Opened.class).source();
    reader.expectNoMessage(Duration.ofMillis(50));
    source.tell(new LogPull.Next());
    List<LogChunk.Line> lines = reader.expectMessageClass(LogChunk.Lines.class).lines();
    assertThat(lines.getFirst().text()).isEqualTo("one");
    assertThat(lines.getFirst().container()).isEqualTo("main");
    assertThat(lines.getFirst().containerId()).isEqualTo(id);
    source.tell(new LogPull.Next());
    if (lines.size() == 1) {
      reader.expectMessageClass(LogChunk.Lines.class);
      source.tell(new LogPull.Next());
    }
    containers.print(id, "three");
    assertThat(reader.expectMessageClass(LogChunk.Lines.class).lines())
        .extracting(LogChunk.Line::text)
        .containsExactly("three");
    containers.end(id, 0);
    source.tell(new LogPull.Next());
    reader.expectMessageClass(LogChunk.End.class);
  }

  @Test
  void aLogThatIsNotThereIsRefusedInClearWords() {
    session.snapshot(1, assign(POD, spec(1, container("sim/web"))));
    session.awaitPhase(POD, Phase.RUNNING);
    TestProbe<LogChunk> reader = kit.createTestProbe();

    session.say(new ToAgent.OpenLog(new LogRequest(POD, "side", 0, true), reader.ref()));

    assertThat(reader.expectMessageClass(LogChunk.Failed.class).message())
        .isEqualTo("pod demo:web:d_v1:a has no container 'side'; it has main");
  }

  @Test
  void theSourceEndsWithItsReader() {
    session.snapshot(1, assign(POD, spec(1, container("sim/web"))));
    session.awaitPhase(POD, Phase.RUNNING);
    TestProbe<LogChunk> reader = kit.createTestProbe();
    session.say(new ToAgent.OpenLog(new LogRequest(POD, "", 0, true), reader.ref()));
    var source = reader.expectMessageClass(LogChunk.Opened.class).source();
    source.tell(new LogPull.Next());

    reader.stop();

    TestProbe<Object> watcher = kit.createTestProbe();
    watcher.expectTerminated(source, Duration.ofMinutes(1));
  }

  @Test
  void aFleetSaysHelloAndKeepsBeating() {
    ScriptedSession fleetSession = new ScriptedSession(kit);
    kit.spawn(SimFleet.create(settings, "sim", 20, fleetSession.ref()));
    var names = new java.util.HashSet<String>();
    while (names.size() < 20) {
      names.add(fleetSession.awaitHello().node());
    }
    fleetSession.snapshot(1, assign(POD, spec(1, container("sim/web"))));

    fleetSession.awaitPhase(POD, Phase.RUNNING);
    assertThat(names).contains("sim-0000", "sim-0019");
  }
}
