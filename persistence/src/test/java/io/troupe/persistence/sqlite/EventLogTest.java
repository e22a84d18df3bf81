package io.troupe.persistence.sqlite;

import static io.troupe.persistence.history.AuditQuery.newest;
import static org.assertj.core.api.Assertions.assertThat;

import akka.persistence.Persistence;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol.SaveSnapshot;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
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
import io.troupe.persistence.sample.ShipEvent;
import io.troupe.persistence.sample.ShipEvent.Forgotten;
import io.troupe.persistence.sample.ShipEvent.Name;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import io.troupe.persistence.sample.ShipState;
import io.troupe.persistence.sample.ShipState.Afloat.AtSea;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:3f2a9c1");
  private static final Ref OTHER = new Ref(Kind.POD, "prod:db:d_v1:3f2a9c1");
  private static final Ref NODE = new Ref(Kind.NODE, "node-1");
  private static final Instant BEGIN = OpenStore.BEGIN;

  @TempDir private Path directory;
  private OpenStore open;
  private EventLog log;

  /// Revision: 1 web, 2 pod, 3 bookkeeping, 4 other, 5 node, 6 pod.
  @BeforeEach
  void storeAStory() {
    open = new OpenStore(directory);
    log = open.log();
    EventId root = open.append(WEB, BEGIN, Cause.of("alice", "r-1"), new Sunk("a"));
    Cause fromWeb = Cause.of("alice", "r-1").after(root);
    open.append(POD, BEGIN.plusSeconds(1), fromWeb, new Sunk("b"));
    open.appendForeign("/sharding/podCoordinator");
    open.append(OTHER, BEGIN.plusSeconds(2), Cause.of("bob", "r-2"), new Sunk("c"));
    open.append(NODE, BEGIN.plusSeconds(3), Cause.by("agent:node-1"), new Forgotten());
    open.append(POD, BEGIN.plusSeconds(4), Cause.by("agent:node-1"), new Forgotten());
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void knowsItsHeadAlsoAfterARestart() {
    assertThat(log.head()).isEqualTo(6);
    open.close();
    open = new OpenStore(directory);
    assertThat(open.log().head()).isEqualTo(6);
  }

  @Test
  void tellsTheStoryOfOneResource() {
    assertThat(log.events(POD, 1, Long.MAX_VALUE))
        .extracting(LogEntry::revision)
        .containsExactly(2L, 6L);
    assertThat(log.events(POD, 2, 2)).extracting(LogEntry::revision).containsExactly(6L);
    assertThat(log.events(new Ref(Kind.POD, "demo:none"), 1, 9)).isEmpty();
  }

  @Test
  void findsAnEventWithAllThatWasRecorded() {
    LogEntry found = log.find(new EventId(POD, 1)).orElseThrow();
    assertThat(found)
        .isEqualTo(
            new LogEntry(
                2,
                new EventId(POD, 1),
                new Recorded<ShipEvent>(
                    BEGIN.plusSeconds(1),
                    new Cause("alice", "r-1", new EventId(WEB, 1)),
                    new Sunk("b"))));
    assertThat(log.find(new EventId(POD, 3))).isEmpty();
  }

  @Test
  void travelsInTime() {
    assertThat(log.eventsUntil(POD, BEGIN.plusSeconds(3))).hasSize(1);
    assertThat(log.eventsUntil(POD, BEGIN.plusSeconds(4))).hasSize(2);
    assertThat(log.eventsUntil(POD, BEGIN)).isEmpty();
    assertThat(log.eventsUntil(POD, 5L)).hasSize(1);
    assertThat(log.revisionAt(BEGIN.plusSeconds(2))).isEqualTo(4);
    assertThat(log.revisionAt(BEGIN.minusSeconds(1))).isEqualTo(log.revisionAt(Instant.EPOCH));
  }

  @Test
  void auditsByEveryFilter() {
    AuditQuery all = newest().order(Order.OLDEST_FIRST);
    assertThat(revisions(all)).containsExactly(1L, 2L, 4L, 5L, 6L);
    assertThat(revisions(newest())).containsExactly(6L, 5L, 4L, 2L, 1L);
    assertThat(revisions(all.kind(Kind.POD))).containsExactly(2L, 4L, 6L);
    assertThat(revisions(all.namespace("demo"))).containsExactly(1L, 2L, 6L);
    assertThat(revisions(all.namespace("demo").kind(Kind.POD))).containsExactly(2L, 6L);
    assertThat(revisions(all.link("demo:web"))).containsExactly(1L);
    assertThat(revisions(all.name("3f2a9c1"))).containsExactly(2L, 4L, 6L);
    assertThat(revisions(all.name("node-1"))).containsExactly(5L);
    assertThat(revisions(all.name("f2a9c1"))).isEmpty();
    assertThat(revisions(all.principal("alice"))).containsExactly(1L, 2L);
    assertThat(revisions(all.request("r-2"))).containsExactly(4L);
    assertThat(revisions(all.type("sample.Forgotten"))).containsExactly(5L, 6L);
    assertThat(revisions(all.between(BEGIN.plusSeconds(1), BEGIN.plusSeconds(2))))
        .containsExactly(2L, 4L);
    assertThat(revisions(all.revisions(2, 4))).containsExactly(2L, 4L);
    assertThat(revisions(all.limit(2))).containsExactly(1L, 2L);
    assertThat(revisions(newest().limit(2))).containsExactly(6L, 5L);
    assertThat(revisions(all.principal("alice").request("r-2"))).isEmpty();
  }

  @Test
  void auditsByIndexAndNotByReadingEverything() {
    AuditQuery all = newest();
    assertThat(plan(all.request("r-2"))).contains("event_by_request");
    assertThat(plan(all.principal("alice"))).contains("event_by_principal");
    assertThat(plan(all.namespace("demo").kind(Kind.POD))).contains("event_by_namespace");
    assertThat(plan(all.link("demo:web"))).contains("event_by_resource");
  }

  @Test
  void replaysInOrder() {
    List<Long> seen = new ArrayList<>();
    log.replay(2, 5, entry -> seen.add(entry.revision()));
    assertThat(seen).containsExactly(2L, 4L, 5L);
  }

  @Test
  void rebuildsAViewFromTheLatestSnapshotsAndWhatCameAfterThem() {
    saveSnapshot(POD, 1, new AtSea(new Name("Vasa")));
    saveSnapshot(WEB, 1, new ShipState.Absent());
    open.append(WEB, "later");
    List<StoredState> states = new ArrayList<>();
    List<Long> events = new ArrayList<>();
    long head = log.rebuild(states::add, entry -> events.add(entry.revision()));
    assertThat(head).isEqualTo(7);
    assertThat(states).extracting(StoredState::resource).containsExactlyInAnyOrder(POD, WEB);
    assertThat(states).extracting(StoredState::seq).containsOnly(1L);
    assertThat(states).extracting(StoredState::revision).containsExactlyInAnyOrder(1L, 2L);
    assertThat(states)
        .extracting(StoredState::state)
        .contains(new AtSea(new Name("Vasa")), new ShipState.Absent());
    assertThat(events).containsExactly(4L, 5L, 6L, 7L);
  }

  @Test
  void showsItselfToAnOperatorInSql() {
    String row =
        open.store()
            .readers()
            .read(session -> {
              try (ResultSet found =
                  session
                      .prepare(
                          "SELECT at || ' ' || link || ' ' || type || ' ' || principal || ' ' || parent"
                              + " FROM log WHERE revision = 2")
                      .executeQuery()) {
                found.next();
                return found.getString(1);
              }
            });
    assertThat(row)
        .isEqualTo(
            "2026-11-22T10:00:01.000000Z demo:web:d_v1:3f2a9c1 sample.Sunk alice service|demo:web#1");
  }

  @Test
  void aCopyMadeWhileItRunsIsTheSameLog() {
    Path copy = directory.resolve("copy");
    assertThat(copy.toFile().mkdir()).isTrue();
    open.store()
        .readers()
        .perform(session -> {
          session.execute("PRAGMA query_only = 0");
          session.execute("VACUUM INTO '" + copy.resolve("journal.db") + "'");
        });
    List<LogEntry> original = log.audit(newest());
    try (OpenStore restored = new OpenStore(copy)) {
      assertThat(restored.log().audit(newest())).isEqualTo(original);
      restored.append(new Ref(Kind.POD, "demo:new"), "after");
      assertThat(restored.log().head()).isEqualTo(7);
    }
  }

  private void saveSnapshot(Ref resource, long seq, ShipState state) {
    TestKit probe = new TestKit(open.system());
    Persistence.get(open.system())
        .snapshotStoreFor("", ConfigFactory.empty())
        .tell(
            new SaveSnapshot(SnapshotMetadata.apply(resource.toString(), seq), state),
            probe.getRef());
    probe.expectMsgClass(SaveSnapshotSuccess.class);
  }

  private List<Long> revisions(AuditQuery query) {
    return log.audit(query).stream().map(LogEntry::revision).toList();
  }

  private String plan(AuditQuery query) {
    AuditSql sql = AuditSql.of(query);
    return open.store()
        .readers()
        .read(session -> {
          var explain =
              session.prepare("EXPLAIN QUERY PLAN SELECT revision FROM event " + sql.tail());
          for (int i = 0; i < sql.parameters().size(); i++) {
            explain.setObject(i + 1, sql.parameters().get(i));
          }
          StringBuilder plan = new StringBuilder();
          try (ResultSet row = explain.executeQuery()) {
            while (row.next()) {
              plan.append(row.getString("detail")).append('\n');
            }
          }
          return plan.toString();
        });
  }
}
