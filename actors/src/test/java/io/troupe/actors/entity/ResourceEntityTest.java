package io.troupe.actors.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.troupe.actors.Deciders;
import io.troupe.actors.TemporaryJournal;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.RecordingPost.Sent;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Refusal;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeState;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Placement;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServiceDecider;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServiceState;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.load.Stalls;
import io.troupe.persistence.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceEntityTest {
  private static final Ref DEMO = new Ref(Kind.NAMESPACE, "demo");
  private static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  private static final Ref NODE = new Ref(Kind.NODE, "n1");
  private static final Cause ALICE = Cause.of("alice", "request-1");
  private static final ServicePatch NOTHING_TO_RUN =
      new ServicePatch(null, null, null, null, null, null, null, null);

  @TempDir private Path directory;
  private TemporaryJournal journal;
  private ActorTestKit process;
  private RecordingPost post;
  private TestProbe<Outcome> caller;
  private TestProbe<ClusterSharding.ShardCommand> shard;

  @BeforeEach
  void start() {
    journal = new TemporaryJournal(directory);
    process = journal.process();
    post = new RecordingPost();
    caller = process.createTestProbe();
    shard = process.createTestProbe();
  }

  @AfterEach
  void stop() {
    process.shutdownTestKit();
  }

  private void restart() {
    stop();
    start();
  }

  /// Starts anew, as a process that waits for a lock on the journal as long as a test holds it.
  private void startPatiently() {
    process.shutdownTestKit();
    process = journal.process("troupe.journal.busy-timeout = 60s");
    caller = process.createTestProbe();
    shard = process.createTestProbe();
  }

  private ActorRef<EntityMessage> entity(Ref resource) {
    return process.spawn(
        ResourceEntity.create(Deciders.of(resource.kind()), resource, post, shard.ref()));
  }

  private SqliteStore store() {
    return TemporaryJournal.store(process);
  }

  private void send(ActorRef<EntityMessage> entity, Command command, long ticket) {
    entity.tell(new Execute(command, ALICE, ticket, true, caller.ref()));
  }

  private Outcome.Decided decided() {
    return caller.expectMessageClass(Outcome.Decided.class);
  }

  private Outcome.Decided done(ActorRef<EntityMessage> entity, Command command) {
    send(entity, command, 1);
    return decided();
  }

  private State read(ActorRef<EntityMessage> entity) {
    entity.tell(new EntityMessage.Read(caller.ref()));
    State state = decided().state();
    assertThat(state).isNotNull();
    return state;
  }

  private static NamespaceCommand describe(String description) {
    return new NamespaceCommand.Update(new NamespacePatch(description, null, null, null, null));
  }

  private static NamespaceCommand create() {
    return new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null));
  }

  private static NodeCommand join(int pods) {
    return new NodeCommand.Join(
        new NodeInfo("1", "n1", "x86_64", "Linux", "linux", "", "", "", List.of()),
        new Capacity(pods, pods, Memory.mebibytes(1), Cpu.cpus(1), Memory.ZERO));
  }

  private static NodeCommand reserve(int number) {
    Ref owner = new Ref(Kind.DEPLOYMENT, "demo:web:v1");
    return new NodeCommand.Reserve(
        new Ref(Kind.POD, "demo:web:d_v1:p" + number),
        new PodSpec(owner, PodTemplate.EMPTY, Selector.ANY, ""),
        Demand.NONE,
        new Placement(1, 1, List.of(), List.of(), List.of()));
  }

  @Test
  void storesCommandsThatComeWhileItWritesInFewCommits() throws Exception {
    startPatiently();
    ActorRef<EntityMessage> node = entity(NODE);
    done(node, join(2000));
    long commits = store().health().commits();
    try (TemporaryJournal.Lock _ = journal.lock()) {
      for (int pod = 0; pod < 1000; pod++) {
        send(node, reserve(pod), pod);
      }
    }
    for (int pod = 0; pod < 1000; pod++) {
      assertThat(decided().ticket()).isEqualTo(pod);
    }
    assertThat(store().log().events(NODE, 1, 5000)).hasSize(1001);
    assertThat(store().health().commits() - commits).isLessThan(40);
    assertThat(((NodeState.Member) read(node)).ledger()).hasSize(1000);
  }

  @Test
  void decidesOnWhatTheCommandsBeforeHaveMadeEvenBeforeThatIsStored() {
    ActorRef<EntityMessage> node = entity(NODE);
    done(node, join(2));
    for (int pod = 0; pod < 3; pod++) {
      send(node, reserve(pod), pod);
    }
    assertThat(decided().reply()).isEqualTo(Reply.OK);
    assertThat(decided().reply()).isEqualTo(Reply.OK);
    assertThat(decided().reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(Code.NO_ROOM));
  }

  @Test
  void answersOnlyOnceItsEventsAreStored() throws Exception {
    startPatiently();
    ActorRef<EntityMessage> demo = entity(DEMO);
    done(demo, create());
    try (TemporaryJournal.Lock _ = journal.lock()) {
      send(demo, describe("shop"), 2);
      caller.expectNoMessage(Duration.ofMillis(300));
      assertThat(store().log().events(DEMO, 1, 10)).hasSize(1);
    }
    Outcome.Decided answer = decided();
    assertThat(answer.seq()).isEqualTo(2);
    assertThat(store().log().events(DEMO, 1, 10)).hasSize(2);
    assertThat(((NamespaceState.Present) answer.state()).spec().description()).isEqualTo("shop");
  }

  @Test
  void aFloodWhileItWritesIsAnsweredAndHarmsNobody() throws Exception {
    startPatiently();
    ActorRef<EntityMessage> demo = entity(DEMO);
    done(demo, create());
    try (TemporaryJournal.Lock _ = journal.lock()) {
      send(demo, describe("shop"), 1);
      for (int i = 2; i <= 20_000; i++) {
        send(demo, create(), i);
      }
    }
    for (int i = 1; i <= 20_000; i++) {
      assertThat(decided().ticket()).isEqualTo(i);
    }
  }

  @Test
  void answersARefusalWithoutStoringAnything() {
    ActorRef<EntityMessage> demo = entity(DEMO);
    Outcome.Decided answer = done(demo, describe("shop"));
    assertThat(answer.reply()).isInstanceOf(Reply.Refused.class);
    assertThat(answer.seq()).isZero();
    assertThat(store().log().events(DEMO, 1, 10)).isEmpty();
  }

  @Test
  void anAnswerThatWaitsForAnotherComesWhenTheOtherHasSaidYes() throws Exception {
    ActorRef<EntityMessage> web = entity(WEB);
    send(web, new ServiceCommand.Create(NOTHING_TO_RUN), 7);
    Sent asked = post.next();
    assertThat(asked.to()).isEqualTo(DEMO);
    assertThat(asked.execute().command()).isInstanceOf(NamespaceCommand.Admit.class);
    assertThat(asked.execute().cause()).isEqualTo(ALICE.after(new EventId(WEB, 1)));
    caller.expectNoMessage(Duration.ofMillis(200));
    asked.answer(Reply.OK);
    Outcome.Decided answer = decided();
    assertThat(answer.ticket()).isEqualTo(7);
    assertThat(answer.reply()).isEqualTo(Reply.OK);
    assertThat(answer.state()).isInstanceOf(ServiceState.Active.class);
  }

  @Test
  void anAnswerThatWaitsForAnotherIsTheOthersRefusal() throws Exception {
    Reply refusal = new Reply.Refused(new Refusal(Code.QUOTA, "resources ram limit exceeded"));
    ActorRef<EntityMessage> web = entity(WEB);
    send(web, new ServiceCommand.Create(NOTHING_TO_RUN), 7);
    post.next().answer(refusal);
    Outcome.Decided answer = decided();
    assertThat(answer.reply()).isEqualTo(refusal);
    assertThat(answer.state()).isEqualTo(new ServiceState.Absent(0, 1));
  }

  @Test
  void sendsWhatItOwesAgainWithBackOffUntilItIsAnswered() throws Exception {
    ActorRef<EntityMessage> web = entity(WEB);
    send(web, new ServiceCommand.Create(NOTHING_TO_RUN), 7);
    Sent first = post.next();
    Sent second = post.next();
    Sent third = post.next();
    assertThat(second.message()).isEqualTo(first.message());
    assertThat(third.message()).isEqualTo(first.message());
    assertThat(Duration.ofNanos(second.nanos() - first.nanos()))
        .isGreaterThan(Duration.ofMillis(950));
    assertThat(Duration.ofNanos(third.nanos() - second.nanos()))
        .isGreaterThan(Duration.ofMillis(1900));

    third.answer(Reply.OK);
    assertThat(decided().reply()).isEqualTo(Reply.OK);
    // what was sent before the answer came
    post.answerAll(Reply.OK);
    post.expectSilence(Duration.ofMillis(300));
  }

  @Test
  void sendsWhatItOwesAgainAfterARestart() throws Exception {
    send(entity(WEB), new ServiceCommand.Create(NOTHING_TO_RUN), 7);
    Sent before = post.next();
    restart();
    entity(WEB).tell(new EntityMessage.Wake());
    Sent after = post.next();
    assertThat(after.to()).isEqualTo(before.to());
    assertThat(after.execute().command()).isEqualTo(before.execute().command());
    assertThat(after.execute().cause()).isEqualTo(before.execute().cause());
    after.answer(Reply.OK);
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> assertThat(store().log().events(WEB, 1, 10)).hasSize(2));
  }

  @Test
  void wantsANodeAgainAfterARestart() throws Exception {
    Ref pod = new Ref(Kind.POD, "demo:web:d_v1:3f2a9c1");
    PodSpec spec =
        new PodSpec(
            new Ref(Kind.DEPLOYMENT, "demo:web:v1"), PodTemplate.EMPTY, Selector.ANY, "hash");
    done(entity(pod), new PodCommand.Create(spec));
    assertThat(post.nextWish()).isEqualTo(spec.placementOf(pod));
    restart();
    entity(pod).tell(new EntityMessage.Wake());
    assertThat(post.nextWish()).isEqualTo(spec.placementOf(pod));
  }

  @Test
  void aSecondAnswerToTheSameDebtSaysNothing() throws Exception {
    ActorRef<EntityMessage> web = entity(WEB);
    send(web, new ServiceCommand.Create(NOTHING_TO_RUN), 7);
    Sent asked = post.next();
    asked.answer(Reply.OK);
    decided();
    asked.answer(Reply.refused(Code.QUOTA, "too much"));
    assertThat(read(web)).isInstanceOf(ServiceState.Active.class);
    assertThat(store().log().events(WEB, 1, 10)).hasSize(2);
  }

  @Test
  void whatItSeesByItselfFollowsFromItsLastEvent() {
    ActorRef<EntityMessage> node = entity(NODE);
    done(node, join(2));
    node.tell(
        new Execute(new NodeCommand.Suspect(), Cause.by(Cause.SYSTEM), 2, false, caller.ref()));
    decided();
    List<LogEntry> log = store().log().events(NODE, 1, 10);
    assertThat(log.get(0).recorded().cause()).isEqualTo(ALICE);
    assertThat(log.get(1).recorded().cause())
        .isEqualTo(Cause.by(Cause.SYSTEM).after(new EventId(NODE, 1)));
  }

  @Test
  void aJournalThatFailsFailsTheCallerAndNothingElse() throws Exception {
    ActorRef<EntityMessage> demo = entity(DEMO);
    done(demo, create());
    State before = read(demo);
    try (TemporaryJournal.Lock _ = journal.lock();
        Stalls stalls = Stalls.watch()) {
      long start = System.nanoTime();
      send(demo, describe("shop"), 2);
      send(demo, describe("mall"), 3);
      List<Long> failed = new ArrayList<>();
      failed.add(caller.expectMessageClass(Outcome.Failed.class).ticket());
      failed.add(caller.expectMessageClass(Outcome.Failed.class).ticket());
      assertThat(failed).containsExactlyInAnyOrder(2L, 3L);
      assertThat(stalls.without(Duration.ofNanos(System.nanoTime() - start)))
          .isLessThan(Duration.ofSeconds(3));
      assertThat(read(demo)).isEqualTo(before);
    }
    await().atMost(ONE_MINUTE).until(() -> store().health().isWritable());
    Outcome.Decided answer = done(demo, describe("shop"));
    assertThat(answer.seq()).isEqualTo(2);
    assertThat(store().log().events(DEMO, 1, 10)).hasSize(2);
  }

  @Test
  void whoWaitsForAnotherHearsWhenTheJournalFails() throws Exception {
    ActorRef<EntityMessage> web = entity(WEB);
    send(web, new ServiceCommand.Create(NOTHING_TO_RUN), 7);
    Sent asked = post.next();
    try (TemporaryJournal.Lock _ = journal.lock()) {
      asked.answer(Reply.OK);
      assertThat(caller.expectMessageClass(Outcome.Failed.class).ticket()).isEqualTo(7);
    }
    Sent again = post.next();
    assertThat(again.execute().command()).isEqualTo(asked.execute().command());
    await().atMost(ONE_MINUTE).until(() -> store().health().isWritable());
    again.answer(Reply.OK);
    // that one may have been sent before the failure, and then its answer says nothing
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          post.answerAll(Reply.OK);
          assertThat(store().log().events(WEB, 1, 10)).hasSize(2);
        });
  }

  @Test
  void snapshotAndLaterEventsGiveTheStateThatAllEventsGive() {
    ActorRef<EntityMessage> demo = entity(DEMO);
    done(demo, create());
    for (int i = 2; i <= 250; i++) {
      assertThat(done(demo, describe("number " + i)).seq()).isEqualTo(i);
    }
    State live = read(demo);
    await().atMost(ONE_MINUTE).until(() -> !snapshots().isEmpty());
    StoredState snapshot = snapshots().get(0);
    assertThat(snapshot.seq()).isBetween(100L, 249L);
    assertThat(snapshot.state()).isEqualTo(replayed(DEMO, snapshot.seq()));
    assertThat(replayed(DEMO, 250)).isEqualTo(live);
    restart();
    assertThat(read(entity(DEMO))).isEqualTo(live);
  }

  private List<StoredState> snapshots() {
    List<StoredState> snapshots = new ArrayList<>();
    store().log().rebuild(snapshots::add, entry -> {});
    return snapshots;
  }

  private State replayed(Ref resource, long seq) {
    State state = Deciders.empty(resource.kind());
    for (LogEntry entry : store().log().events(resource, 1, seq)) {
      state =
          Deciders.apply(resource.kind(), state, entry.recorded().event(), entry.recorded().at());
    }
    return state;
  }

  @Test
  void tellsItsFollowersWhatItIsAndThenEveryChange() {
    ActorRef<EntityMessage> node = entity(NODE);
    done(node, join(2));
    TestProbe<Followed> follower = process.createTestProbe();
    node.tell(new EntityMessage.Follow(follower.ref(), -1));
    Followed first = follower.receiveMessage();
    assertThat(first.events()).isEmpty();
    assertThat(first.seq()).isEqualTo(1);
    assertThat(first.after()).isEqualTo(1);
    State changed = done(node, reserve(1)).state();
    Followed news = follower.receiveMessage();
    assertThat(news.after()).isEqualTo(1);
    assertThat(news.seq()).isEqualTo(2);
    assertThat(news.events())
        .<Event>extracting(Recorded::event)
        .singleElement()
        .isInstanceOf(io.troupe.core.node.NodeEvent.PodReserved.class);
    assertThat(news.state()).isEqualTo(changed);
  }

  @Test
  void leavesMemoryOnlyWhenItOwesNobodyAndNobodyWaitsOrFollows() throws Exception {
    ActorRef<EntityMessage> web = entity(WEB);
    send(web, new ServiceCommand.Create(NOTHING_TO_RUN), 7);
    Sent asked = post.next();
    web.tell(EntityMessage.Idle.INSTANCE);
    shard.expectNoMessage(Duration.ofMillis(200));
    asked.answer(Reply.OK);
    decided();
    TestProbe<Followed> follower = process.createTestProbe();
    web.tell(new EntityMessage.Follow(follower.ref(), -1));
    web.tell(EntityMessage.Idle.INSTANCE);
    shard.expectNoMessage(Duration.ofMillis(200));
    follower.stop();
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          web.tell(EntityMessage.Idle.INSTANCE);
          shard.expectMessageClass(ClusterSharding.Passivate.class, Duration.ofMillis(200));
        });
    web.tell(EntityMessage.Stop.INSTANCE);
    caller.expectTerminated(web, Duration.ofMinutes(1));
  }

  @Test
  void goesOnWithWhatItOwesAfterADefect() throws Exception {
    ServiceCommand fatal = new ServiceCommand.Scale(4711);
    ActorRef<EntityMessage> web =
        process.spawn(
            ResourceEntity.create(
                new Defective<>(new ServiceDecider(), fatal), WEB, post, shard.ref()));
    send(web, new ServiceCommand.Create(NOTHING_TO_RUN), 1);
    assertThat(post.next().execute().command()).isInstanceOf(NamespaceCommand.Admit.class);
    send(web, fatal, 2);
    Sent again = post.next();
    assertThat(again.execute().command()).isInstanceOf(NamespaceCommand.Admit.class);
    again.answer(Reply.OK);
    // that one may have been sent before the defect, and then its answer says nothing
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          post.answerAll(Reply.OK);
          assertThat(read(web)).isInstanceOf(ServiceState.Active.class);
        });
  }
}
