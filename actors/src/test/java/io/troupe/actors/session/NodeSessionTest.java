package io.troupe.actors.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;
import static org.junit.jupiter.api.Assumptions.abort;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.network.Cidr;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.Usage;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Placement;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import io.troupe.persistence.load.Stalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeSessionTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(100);
  private static final SessionSettings PATIENT =
      new SessionSettings(HEARTBEAT, Duration.ofMinutes(1), Duration.ofMinutes(2));

  /// Not before a second: when this process stands still for longer, a session knows that it was
  /// not the agent who was silent.
  private static final SessionSettings HASTY =
      new SessionSettings(HEARTBEAT, Duration.ofMillis(1_100), Duration.ofMillis(2_200));

  private static final Ref A = new Ref(Kind.POD, "demo:web:d_v1:aaaaaaa");
  private static final Ref B = new Ref(Kind.POD, "demo:web:d_v1:bbbbbbb");
  private static final PodSpec SPEC =
      new PodSpec(new Ref(Kind.DEPLOYMENT, "demo:web:v1"), PodTemplate.EMPTY, Selector.ANY, "hash");
  private static final NodeInfo INFO = info();
  private static final Capacity ROOM =
      new Capacity(10, 10, Memory.mebibytes(1), Cpu.cpus(1), Memory.ZERO);
  private static final Placement PLACEMENT = new Placement(1, 1, List.of(), List.of(), List.of());

  private ActorTestKit kit;
  private PretendNode node;
  private TestProbe<ToAgent> agent;
  private ActorRef<SessionMessage> session;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create();
    node = new PretendNode(kit.<EntityMessage>createTestProbe().ref());
    agent = kit.createTestProbe();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void open(SessionSettings settings) {
    session = kit.spawn(NodeSession.create("n1", node, settings, new Heard()));
  }

  private static NodeInfo info(NodeInfo.Driver... drivers) {
    return new NodeInfo("1", "n1", "x86_64", "Linux", "linux", "", "", "", List.of(drivers));
  }

  private void hello(String incarnation) {
    hello(incarnation, INFO);
  }

  private void hello(String incarnation, NodeInfo info) {
    session.tell(new ToSession.Hello("n1", incarnation, 1, info, ROOM, agent.ref()));
  }

  private ToAgent.Snapshot joined(SessionSettings settings) {
    open(settings);
    hello("run-1");
    return agent.expectMessageClass(ToAgent.Snapshot.class);
  }

  private void beat(long revision) {
    session.tell(new ToSession.Heartbeat("n1", "run-1", revision, null, agent.ref()));
  }

  private void reserve(Ref pod) {
    assertThat(node.decide(new NodeCommand.Reserve(pod, SPEC, Demand.NONE, PLACEMENT)))
        .isEqualTo(Reply.OK);
  }

  private void report(long number, PodReport... pods) {
    session.tell(new ToSession.Report("n1", "run-1", number, List.of(pods), agent.ref()));
  }

  private static PodReport seen(Ref pod, Phase phase) {
    return new PodReport(pod, new Observation(phase, "", "", "", List.of()));
  }

  private Liveness liveness() {
    return ((NodeState.Member) node.state()).liveness();
  }

  private void expectNothing() {
    agent.expectNoMessage(Duration.ofMillis(150));
  }

  @Test
  void anAgentThatSaysHelloJoinsAndLearnsWhatToRun() {
    ToAgent.Snapshot snapshot = joined(PATIENT);
    assertThat(snapshot).isEqualTo(new ToAgent.Snapshot(1, 1, List.of(), List.of(), HEARTBEAT));
    assertThat(liveness()).isEqualTo(Liveness.ONLINE);
    reserve(A);
    agent.receiveMessage();
    hello("run-2");
    assertThat(agent.expectMessageClass(ToAgent.Snapshot.class).run())
        .containsExactly(new Assignment(A, SPEC, 2));
  }

  @Test
  void whatChangesForTheAgentGoesToItAtOnce() {
    joined(PATIENT);
    reserve(A);
    agent.expectMessage(new ToAgent.Delta(1, 2, List.of(new Assignment(A, SPEC, 2)), List.of()));
    node.decide(new NodeCommand.ConfirmOffer(A));
    node.decide(new NodeCommand.SetMeta("rack 4", null));
    expectNothing();
    node.decide(new NodeCommand.Unassign(A));
    agent.expectMessage(new ToAgent.Delta(2, 5, List.of(), List.of(A)));
  }

  @Test
  void aDeltaThatWasLostIsMadeUpForByASnapshot() {
    // a delta counts as lost after two of these
    joined(
        new SessionSettings(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(2)));
    beat(1);
    reserve(A);
    agent.expectMessageClass(ToAgent.Delta.class);
    beat(1);
    expectNothing();
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          beat(1);
          ToAgent.Snapshot snapshot =
              agent.expectMessageClass(ToAgent.Snapshot.class, Duration.ofMillis(100));
          assertThat(snapshot.revision()).isEqualTo(2);
          assertThat(snapshot.run()).hasSize(1);
        });
    beat(2);
    expectNothing();
  }

  @Test
  void newsThatAreOlderThanWhatIsKnownArePassedOver() {
    joined(PATIENT);
    NodeState empty = node.state();
    reserve(A);
    agent.expectMessageClass(ToAgent.Delta.class);
    node.sayLate(1, empty);
    hello("run-2");
    assertThat(agent.expectMessageClass(ToAgent.Snapshot.class).run())
        .containsExactly(new Assignment(A, SPEC, 2));
  }

  @Test
  void whatAnotherSessionsNewsHaveLedToDoesNotCountForItsOwn() {
    open(PATIENT);
    hello("run-1", info(new NodeInfo.Driver("cni", "vxlan", "1", "ready", "")));
    agent.expectMessageClass(ToAgent.Snapshot.class);
    Cidr range = Cidr.parse("10.42.0.0/16");
    session.tell(
        new SessionMessage.NetworkChanged(
            new NetworkNews(
                7, true, false, range, range, List.of(), List.of(), List.of(), List.of())));
    String told = agent.expectMessageClass(ToAgent.Network.class).session();

    applied("another", 7);
    applied(told, 6);
    expectNothing();
    assertThat(node.toBook).hasExactlyElementsOfTypes(NetworkMessage.Begin.class);
    applied(told, 7);
    await()
        .atMost(ONE_MINUTE)
        .until(() -> node.toBook.contains(new NetworkMessage.Applied("n1", session, 7)));
  }

  private void applied(String by, long number) {
    session.tell(new ToSession.NetworkApplied("n1", "run-1", by, 1, number, agent.ref()));
  }

  @Test
  void anUnknownAgentIsAskedWhoItIs() {
    open(PATIENT);
    beat(1);
    agent.expectMessage(new ToAgent.Introduce());
    report(1, seen(A, Phase.RUNNING));
    agent.expectMessage(new ToAgent.Introduce());
    assertThat(node.toPods).isEmpty();
    hello("run-2");
    agent.expectMessageClass(ToAgent.Snapshot.class);
    beat(1);
    agent.expectMessage(new ToAgent.Introduce());
  }

  @Test
  void aReportIsTakenOnceEveryPodHasStoredIt() {
    joined(PATIENT);
    report(4, seen(A, Phase.RUNNING), seen(B, Phase.STOPPED));
    await().atMost(ONE_MINUTE).until(() -> node.toPods.size() == 2);
    answer(node.toPods.remove());
    expectNothing();
    answer(node.toPods.remove());
    agent.expectMessage(new ToAgent.ReportTaken(4));
  }

  private static void answer(Execute execute) {
    assertThat(execute.command()).isInstanceOf(PodCommand.Observe.class);
    assertThat(execute.cause().principal()).isEqualTo("agent:n1");
    execute.replyTo().tell(new Outcome.Decided(execute.ticket(), Reply.OK, 1, null));
  }

  @Test
  void aReportThatCouldNotBeStoredIsTakenWhenItComesAgain() {
    joined(PATIENT);
    report(4, seen(A, Phase.RUNNING));
    await().atMost(ONE_MINUTE).until(() -> !node.toPods.isEmpty());
    Execute first = node.toPods.remove();
    first.replyTo().tell(new Outcome.Failed(first.ticket(), "the journal does not take writes"));
    expectNothing();
    report(4, seen(A, Phase.RUNNING));
    await().atMost(ONE_MINUTE).until(() -> !node.toPods.isEmpty());
    first.replyTo().tell(new Outcome.Decided(first.ticket(), Reply.OK, 1, null));
    expectNothing();
    answer(node.toPods.remove());
    agent.expectMessage(new ToAgent.ReportTaken(4));
  }

  @Test
  void anEmptyReportIsTakenAtOnce() {
    joined(PATIENT);
    report(1);
    agent.expectMessage(new ToAgent.ReportTaken(1));
  }

  @Test
  void whatTheAgentHasNothingLeftOfGivesItsRoomBack() {
    joined(PATIENT);
    reserve(A);
    node.decide(new NodeCommand.ConfirmOffer(A));
    node.decide(new NodeCommand.Unassign(A));
    report(1, seen(A, Phase.REMOVED));
    await().atMost(ONE_MINUTE).until(() -> ((NodeState.Member) node.state()).ledger().isEmpty());
    answer(node.toPods.remove());
    assertThat(agent.receiveSeveralMessages(3).get(2)).isEqualTo(new ToAgent.ReportTaken(1));
  }

  @Test
  void aSilentAgentsNodeIsSuspectAndThenOffline() {
    try (Stalls stalls = Stalls.watch()) {
      long silent = System.nanoTime();
      joined(HASTY);

      await().atMost(ONE_MINUTE).until(() -> liveness() == Liveness.SUSPECT);
      assertThat(Duration.ofNanos(System.nanoTime() - silent)).isGreaterThan(HASTY.suspectAfter());
      await().atMost(ONE_MINUTE).until(() -> liveness() == Liveness.OFFLINE);
      Duration took = Duration.ofNanos(System.nanoTime() - silent);
      assertThat(took).isGreaterThan(HASTY.offlineAfter());
      // a pause of this process may have had it count anew
      assertThat(stalls.without(took)).isLessThan(HASTY.offlineAfter().multipliedBy(3));
    }
    beat(1);
    await().atMost(ONE_MINUTE).until(() -> liveness() == Liveness.ONLINE);
  }

  /// An agent that a busy machine did not let speak in time proves nothing.
  @Test
  void anAgentThatSpeaksKeepsItsNodeOnline() {
    String disturbance = "";
    for (int attempt = 0; attempt < 5; attempt++) {
      joined(HASTY);
      try (Stalls stalls = Stalls.watch()) {
        if (staysAsItIsWhileItsAgentSpeaks()) {
          assertThat(liveness()).isEqualTo(Liveness.ONLINE);
          return;
        }
        assertThat(stalls.isDisturbed()).as("another reason than %s", stalls).isTrue();
        disturbance = stalls.toString();
      }
      stop();
      start();
    }
    abort(disturbance);
  }

  private boolean staysAsItIsWhileItsAgentSpeaks() {
    long before = node.seq();
    long end = System.nanoTime() + HASTY.offlineAfter().toNanos();
    while (System.nanoTime() < end && node.seq() == before) {
      beat(before);
      LockSupport.parkNanos(HEARTBEAT.toNanos());
    }
    return node.seq() == before;
  }

  @Test
  void aNodeWhoseAgentNeverSpeaksIsWatchedAllTheSame() {
    node.decide(
        new NodeCommand.Join(
            new NodeInfo("1", "n1", "x86_64", "Linux", "linux", "", "", "", List.of()),
            Capacity.NONE));
    open(HASTY);
    await().atMost(ONE_MINUTE).until(() -> liveness() == Liveness.OFFLINE);
  }

  @Test
  void aNodeThatComesBackEndsThePodsThatWereReplacedMeanwhile() {
    joined(HASTY);
    reserve(A);
    node.decide(new NodeCommand.ConfirmOffer(A));
    agent.expectMessageClass(ToAgent.Delta.class);
    await().atMost(ONE_MINUTE).until(() -> liveness() == Liveness.OFFLINE);
    node.decide(new NodeCommand.ConfirmLoss(A));
    beat(2);
    ToAgent.Snapshot snapshot = agent.expectMessageClass(ToAgent.Snapshot.class);
    assertThat(snapshot.run()).isEmpty();
    assertThat(snapshot.stopping()).containsExactly(A);
  }

  @Test
  void aNodeThatComesBackEndsThePodsThatItsLedgerHasForgotten() {
    joined(HASTY);
    reserve(A);
    reserve(B);
    agent.receiveSeveralMessages(2);
    await().atMost(ONE_MINUTE).until(() -> liveness() == Liveness.OFFLINE);
    node.decide(new NodeCommand.ConfirmOffer(A));
    node.decide(new NodeCommand.ConfirmLoss(A));
    node.decide(new NodeCommand.Unassign(A));
    beat(3);
    ToAgent.Snapshot snapshot = agent.expectMessageClass(ToAgent.Snapshot.class);
    assertThat(snapshot.run()).extracting(Assignment::pod).containsExactly(B);
    assertThat(snapshot.stopping()).isEmpty();
  }

  @Test
  void aRemovedNodeThatALateJoinBringsBackEndsThePodsThatItHad() {
    joined(PATIENT);
    reserve(A);
    agent.expectMessageClass(ToAgent.Delta.class);
    node.decide(new NodeCommand.Remove());
    node.decide(new NodeCommand.WithdrawOffer(A));
    node.decide(new NodeCommand.Join(INFO, ROOM));
    ToAgent.Snapshot snapshot = agent.expectMessageClass(ToAgent.Snapshot.class);
    assertThat(snapshot.run()).isEmpty();
    assertThat(snapshot.revision()).isEqualTo(node.seq());
  }

  @Test
  void theNewestUsageIsKeptUntilTheAgentIsGivenUp() {
    Usage first = new Usage(Memory.mebibytes(1), Cpu.millis(500), Memory.ZERO, 3);
    Usage second = new Usage(Memory.mebibytes(2), Cpu.millis(700), Memory.ZERO, 4);
    joined(HASTY);
    assertThat(usage()).isNull();
    session.tell(new ToSession.Heartbeat("n1", "run-1", 1, first, agent.ref()));
    session.tell(new ToSession.Heartbeat("n1", "run-1", 1, second, agent.ref()));
    beat(1);
    long events = node.seq();
    assertThat(usage()).isEqualTo(second);
    assertThat(node.seq()).isEqualTo(events);
    await().atMost(ONE_MINUTE).until(() -> liveness() == Liveness.OFFLINE);
    await().atMost(ONE_MINUTE).until(() -> usage() == null);
  }

  private Usage usage() {
    TestProbe<LatestUsage> reader = kit.createTestProbe();
    session.tell(new SessionMessage.ReadUsage(reader.ref()));
    return reader.receiveMessage().usage();
  }

  @Test
  void aLogIsReadAtTheAgentOrNotAtAll() {
    LogRequest request = new LogRequest(A, "", 0, false);
    TestProbe<LogChunk> reader = kit.createTestProbe();
    open(PATIENT);
    session.tell(new SessionMessage.ReadLog(request, reader.ref()));
    assertThat(reader.expectMessageClass(LogChunk.Failed.class).message())
        .contains("n1", "not connected");
    hello("run-1");
    agent.expectMessageClass(ToAgent.Snapshot.class);
    session.tell(new SessionMessage.ReadLog(request, reader.ref()));
    agent.expectMessage(new ToAgent.OpenLog(request, reader.ref()));
  }
}
