package io.troupe.persistence.contract;

import static io.troupe.persistence.history.AuditQuery.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import com.typesafe.config.Config;
import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.AuditQuery.Order;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.history.Subscription;
import io.troupe.persistence.sample.ShipEvent.Forgotten;
import io.troupe.persistence.sample.ShipEvent.Name;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import io.troupe.persistence.sample.ShipState;
import io.troupe.persistence.sample.ShipState.Afloat.AtSea;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What readers of the log may expect, whichever storage it is on. Revisions are only compared, and
/// asked for again.
public abstract class EventLogContract {
  private static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:3f2a9c1");
  private static final Ref OTHER = new Ref(Kind.POD, "prod:db:d_v1:3f2a9c1");
  private static final Ref NODE = new Ref(Kind.NODE, "node-1");

  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(5);
  private WritableStore store;
  private EventLog log;
  private EventId web;
  private EventId pod;
  private EventId other;
  private EventId node;
  private EventId podAgain;

  /// The configuration of a process on an empty storage.
  protected abstract Config storage();

  @BeforeEach
  void storeAStory() {
    store = new WritableStore(storage());
    log = store.log();
    web = store.append(WEB, begin, Cause.of("alice", "r-1"), new Sunk("a"));
    Cause fromWeb = Cause.of("alice", "r-1").after(web);
    pod = store.append(POD, begin.plusSeconds(1), fromWeb, new Sunk("b"));
    store.appendForeign("/sharding/podCoordinator");
    other = store.append(OTHER, begin.plusSeconds(2), Cause.of("bob", "r-2"), new Sunk("c"));
    Cause agent = Cause.by("agent:node-1");
    node = store.append(NODE, begin.plusSeconds(3), agent, new Forgotten());
    podAgain = store.append(POD, begin.plusSeconds(4), agent, new Forgotten());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void tellsTheStoryOfOneResource() {
    assertThat(ids(log.events(POD, 1, Long.MAX_VALUE))).containsExactly(pod, podAgain);
    assertThat(ids(log.events(POD, 2, 2))).containsExactly(podAgain);
    assertThat(log.events(new Ref(Kind.POD, "demo:none"), 1, 9)).isEmpty();
  }

  @Test
  void findsAnEventWithAllThatWasRecorded() {
    LogEntry found = log.find(pod).orElseThrow();
    assertThat(found.id()).isEqualTo(pod);
    assertThat(found.recorded())
        .isEqualTo(
            new Recorded<>(begin.plusSeconds(1), new Cause("alice", "r-1", web), new Sunk("b")));
    assertThat(log.find(new EventId(POD, 3))).isEmpty();
  }

  @Test
  void travelsInTime() {
    assertThat(ids(log.eventsUntil(POD, begin.plusSeconds(3)))).containsExactly(pod);
    assertThat(ids(log.eventsUntil(POD, begin.plusSeconds(4)))).containsExactly(pod, podAgain);
    assertThat(log.eventsUntil(POD, begin)).isEmpty();
    assertThat(ids(log.eventsUntil(POD, revision(node)))).containsExactly(pod);
    assertThat(ids(log.eventsUntil(POD, revision(podAgain)))).containsExactly(pod, podAgain);
    assertThat(log.revisionAt(begin.plusSeconds(2))).isEqualTo(revision(other));
    assertThat(log.revisionAt(begin.plusMillis(2500))).isEqualTo(revision(other));
    assertThat(log.revisionAt(begin.minusSeconds(1))).isEqualTo(log.revisionAt(Instant.EPOCH));
  }

  @Test
  void auditsByEveryFilter() {
    AuditQuery all = newest().order(Order.OLDEST_FIRST);
    assertThat(audit(all)).containsExactly(web, pod, other, node, podAgain);
    assertThat(audit(newest())).containsExactly(podAgain, node, other, pod, web);
    assertThat(audit(all.kind(Kind.POD))).containsExactly(pod, other, podAgain);
    assertThat(audit(all.namespace("demo"))).containsExactly(web, pod, podAgain);
    assertThat(audit(all.namespace("demo").kind(Kind.POD))).containsExactly(pod, podAgain);
    assertThat(audit(all.link("demo:web"))).containsExactly(web);
    assertThat(audit(newest().link(POD.link()))).containsExactly(podAgain, pod);
    assertThat(audit(all.name("3f2a9c1"))).containsExactly(pod, other, podAgain);
    assertThat(audit(all.name("node-1"))).containsExactly(node);
    assertThat(audit(all.name("f2a9c1"))).isEmpty();
    assertThat(audit(all.principal("alice"))).containsExactly(web, pod);
    assertThat(audit(all.request("r-2"))).containsExactly(other);
    assertThat(audit(all.type("sample.Forgotten"))).containsExactly(node, podAgain);
    assertThat(audit(all.between(begin.plusSeconds(1), begin.plusSeconds(2))))
        .containsExactly(pod, other);
    assertThat(audit(all.revisions(revision(pod), revision(other)))).containsExactly(pod, other);
    assertThat(audit(all.limit(2))).containsExactly(web, pod);
    assertThat(audit(newest().limit(2))).containsExactly(podAgain, node);
    assertThat(audit(all.principal("alice").request("r-2"))).isEmpty();
  }

  @Test
  void replaysInOrder() {
    List<EventId> seen = new ArrayList<>();
    log.replay(revision(pod), revision(node), entry -> seen.add(entry.id()));
    assertThat(seen).containsExactly(pod, other, node);
  }

  @Test
  void rebuildsAViewFromTheLatestSnapshotsAndWhatCameAfterThem() {
    store.saveSnapshot(POD, 1, new AtSea(new Name("Vasa")));
    store.saveSnapshot(WEB, 1, new ShipState.Absent());
    EventId later = store.append(WEB, "later");
    List<StoredState> states = new ArrayList<>();
    List<LogEntry> events = new ArrayList<>();
    long head = log.rebuild(states::add, events::add);
    assertThat(head).isGreaterThanOrEqualTo(revision(later));
    assertThat(states).extracting(StoredState::resource).containsExactlyInAnyOrder(POD, WEB);
    assertThat(states).extracting(StoredState::seq).containsOnly(1L);
    assertThat(states)
        .extracting(StoredState::revision)
        .containsExactlyInAnyOrder(revision(web), revision(pod));
    assertThat(states)
        .extracting(StoredState::at)
        .containsExactlyInAnyOrder(begin, begin.plusSeconds(1));
    assertThat(states)
        .extracting(StoredState::state)
        .contains(new AtSea(new Name("Vasa")), new ShipState.Absent());
    assertThat(ids(events)).containsExactlyInAnyOrder(other, node, podAgain, later);
  }

  @Test
  void theRevisionsOfOneResourceGrow() {
    store.appendAll(POD, 50);
    List<LogEntry> events = log.events(POD, 1, Long.MAX_VALUE);
    assertThat(events).hasSize(52).extracting(LogEntry::revision).isSorted();
  }

  @Test
  void handsOnWhatIsStoredAndThenWhatComesEachOnce() {
    List<EventId> seen = new CopyOnWriteArrayList<>();
    log.subscribe(0, entry -> seen.add(entry.id()));
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> assertThat(seen).contains(web, pod, other, node, podAgain));
    EventId later = store.append(WEB, "later");
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(seen).contains(later));
    assertThat(seen).doesNotHaveDuplicates();
    assertOrdered(seen);
  }

  @Test
  void aSubscriptionAfterARebuildGetsEverythingThatIsNewer() {
    List<EventId> built = new ArrayList<>();
    long head = log.rebuild(_ -> {}, entry -> built.add(entry.id()));
    EventId between = store.append(WEB, "between");
    List<EventId> seen = new CopyOnWriteArrayList<>();
    log.subscribe(head, entry -> seen.add(entry.id()));
    EventId after = store.append(POD, "after");
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(seen).contains(between, after));
    assertThat(built).contains(web, pod, other, node, podAgain);
    assertThat(log.head()).isGreaterThanOrEqualTo(revision(after));
  }

  @Test
  void aSubscriptionThatIsResumedLosesNothing() {
    log.rebuild(_ -> {}, _ -> {});
    List<EventId> seen = new CopyOnWriteArrayList<>();
    long resumeAt = revision(podAgain);
    for (int round = 0; round < 5; round++) {
      int expected = round;
      Subscription subscription = log.subscribe(resumeAt, entry -> seen.add(entry.id()));
      store.append(WEB, "round");
      await()
          .atMost(ONE_MINUTE)
          .untilAsserted(() -> assertThat(seen).contains(new EventId(WEB, expected + 2L)));
      resumeAt = revision(new EventId(WEB, round + 2L));
      subscription.close();
      subscription.done().toCompletableFuture().join();
    }
    assertThat(seen)
        .containsAll(IntStream.range(2, 7).mapToObj(seq -> new EventId(WEB, seq)).toList());
  }

  @Test
  void aSlowSubscriberHoldsNobodyUpAndMissesNothing() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<EventId> slow = new CopyOnWriteArrayList<>();
    log.subscribe(
        log.head(),
        entry -> {
          slow.add(entry.id());
          first.countDown();
          awaitQuietly(goOn);
        });
    store.append(NODE, "first");
    first.await();
    List<EventId> fast = new CopyOnWriteArrayList<>();
    log.subscribe(log.head(), entry -> fast.add(entry.id()));
    Ref busy = new Ref(Kind.POD, "demo:busy");
    for (int i = 0; i < 10; i++) {
      store.appendAll(busy, 40);
    }
    List<EventId> all = IntStream.rangeClosed(1, 400).mapToObj(n -> new EventId(busy, n)).toList();
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(of(busy, fast)).isEqualTo(all));
    assertThat(slow).hasSize(1);
    goOn.countDown();
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(of(busy, slow)).isEqualTo(all));
  }

  @Test
  void aSubscriberThatThrowsEndsAloneAndTellsWhy() {
    List<EventId> seen = new CopyOnWriteArrayList<>();
    log.subscribe(0, entry -> seen.add(entry.id()));
    Subscription broken =
        log.subscribe(
            0,
            _ -> {
              throw new IllegalStateException("cannot take it");
            });
    EventId later = store.append(WEB, "later");
    assertThat(broken.done().toCompletableFuture())
        .failsWithin(ONE_MINUTE)
        .withThrowableThat()
        .withMessageContaining("cannot take it");
    await().atMost(ONE_MINUTE).untilAsserted(() -> assertThat(seen).contains(later));
  }

  private static void assertOrdered(List<EventId> seen) {
    Map<Ref, Long> last = new HashMap<>();
    for (EventId id : seen) {
      Long before = last.put(id.resource(), id.seq());
      assertThat(before == null || before < id.seq()).as("order of %s", id).isTrue();
    }
  }

  private static List<EventId> of(Ref resource, List<EventId> seen) {
    return seen.stream().filter(id -> id.resource().equals(resource)).toList();
  }

  private long revision(EventId id) {
    return log.find(id).orElseThrow().revision();
  }

  private List<EventId> audit(AuditQuery query) {
    return ids(log.audit(query));
  }

  private static List<EventId> ids(List<LogEntry> entries) {
    return entries.stream().map(LogEntry::id).toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
