package io.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.persistence.archive.Migration;
import io.troupe.persistence.contract.WritableStore;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.sample.ShipEvent.Name;
import io.troupe.persistence.sample.ShipState.Afloat.AtSea;
import io.troupe.persistence.storage.SetUp;
import io.troupe.persistence.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:p1");
  private static final Ref NODE = new Ref(Kind.NODE, "node-1");
  private static final int EVENTS = 1300;

  @TempDir private Path directory;
  private static String keyspace;
  private Config cassandra;

  @BeforeAll
  static void createTables() {
    keyspace = SharedCassandra.keyspace();
  }

  @BeforeEach
  void emptyTables() {
    SharedCassandra.empty(keyspace);
    cassandra = SharedCassandra.config(keyspace);
  }

  private Config sqlite(String file) {
    return ConfigFactory.parseString(
            "troupe.storage = sqlite\ntroupe.journal.path = \"" + directory.resolve(file) + "\"")
        .withFallback(Storage.SQLITE.setUp());
  }

  private void fill(String file) {
    try (WritableStore store = new WritableStore(sqlite(file))) {
      for (int i = 0; i < EVENTS / 100; i++) {
        store.appendAll(POD, 99);
        store.append(NODE, "event " + i);
      }
      store.appendForeign("/sharding/podCoordinator");
      store.saveSnapshot(POD, 99, new AtSea(new Name("Vasa")));
    }
  }

  private Migration.Moved migrate(Storage from, Storage to, String file) {
    Config both =
        cassandra
            .withFallback(sqlite(file))
            .withFallback(
                ConfigFactory.parseString(
                    """
                    akka.loglevel = WARNING
                    troupe.vocabulary {
                      ship-events = "io.troupe.persistence.sample.ShipEvent"
                      ship-states = "io.troupe.persistence.sample.ShipState"
                    }
                    """))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    return SetUp.migrate(both, from, to, _ -> {});
  }

  private static List<LogEntry> all(WritableStore store) {
    List<LogEntry> all = new ArrayList<>();
    store.log().replay(0, Long.MAX_VALUE, all::add);
    return all;
  }

  private static List<Object> contents(List<LogEntry> entries) {
    return entries.stream().<Object>map(entry -> List.of(entry.id(), entry.recorded())).toList();
  }

  @Test
  void movesEverythingThereAndBack() {
    fill("a.db");
    Migration.Moved there = migrate(Storage.SQLITE, Storage.CASSANDRA, "a.db");
    Migration.Moved back = migrate(Storage.CASSANDRA, Storage.SQLITE, "b.db");
    assertThat(there.events().count()).isEqualTo(EVENTS);
    assertThat(there.snapshots().count()).isEqualTo(1);
    assertThat(back).isEqualTo(there);
    try (WritableStore first = new WritableStore(sqlite("a.db"));
        WritableStore second = new WritableStore(sqlite("b.db"))) {
      assertThat(contents(all(second))).isEqualTo(contents(all(first)));
      assertThat(second.log().head()).isEqualTo(EVENTS);
    }
  }

  @Test
  void whatWasMovedIsReadAndWrittenOn() {
    fill("a.db");
    migrate(Storage.SQLITE, Storage.CASSANDRA, "a.db");
    try (WritableStore before = new WritableStore(sqlite("a.db"));
        WritableStore after = new WritableStore(cassandra)) {
      assertThat(contents(all(after))).containsExactlyInAnyOrderElementsOf(contents(all(before)));
      List<StoredState> states = new ArrayList<>();
      List<LogEntry> events = new ArrayList<>();
      after.log().rebuild(states::add, events::add);
      assertThat(states).extracting(StoredState::seq).containsExactly(99L);
      assertThat(events).hasSize(EVENTS - 99);
      long last = before.log().events(POD, 1, Long.MAX_VALUE).getLast().id().seq();
      after.continueAfter(POD, last);
      EventId next = after.append(POD, "after the move");
      assertThat(after.log().audit(AuditQuery.newest().limit(1)))
          .extracting(LogEntry::id)
          .containsExactly(next);
    }
  }

  @Test
  void refusesATargetThatIsNotEmpty() {
    fill("a.db");
    fill("b.db");
    migrate(Storage.SQLITE, Storage.CASSANDRA, "a.db");
    assertThatThrownBy(() -> migrate(Storage.SQLITE, Storage.CASSANDRA, "a.db"))
        .isInstanceOf(Migration.Refused.class)
        .hasMessageContaining("is not empty");
    assertThatThrownBy(() -> migrate(Storage.CASSANDRA, Storage.SQLITE, "b.db"))
        .isInstanceOf(Migration.Refused.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void oneThatWasInterruptedKeepsTroupeOutAndIsBegunAgain() {
    fill("a.db");
    Migration.Moved whole = migrate(Storage.SQLITE, Storage.CASSANDRA, "a.db");
    try (CqlSession session = SharedCassandra.session()) {
      session.execute(
          "INSERT INTO "
              + keyspace
              + ".metadata (persistence_id, deleted_to) VALUES ('troupe-migration', 0)");
      session.execute(
          "DELETE FROM "
              + keyspace
              + ".messages WHERE persistence_id = 'node|node-1' AND partition_nr = 0"
              + " AND sequence_nr = 5");
    }
    try (WritableStore half = new WritableStore(cassandra)) {
      assertThatThrownBy(() -> half.log().rebuild(_ -> {}, _ -> {}))
          .isInstanceOf(StorageUnavailable.class)
          .hasMessageContaining("troupe storage migrate");
    }
    assertThat(migrate(Storage.SQLITE, Storage.CASSANDRA, "a.db")).isEqualTo(whole);
  }

  @Test
  void withoutTablesItSaysWhatCreatesThem() {
    try (WritableStore none = new WritableStore(SharedCassandra.config("nothing_here"))) {
      assertThatThrownBy(() -> none.log().rebuild(_ -> {}, _ -> {}))
          .isInstanceOf(StorageUnavailable.class)
          .hasMessageContaining("troupe storage init --contact-points");
    }
  }

  @Test
  void tablesAreCreatedOnceAndThatIsTold() {
    List<String> points = List.of(SharedCassandra.contactPoint());
    String name = keyspace + "_own";
    assertThat(SetUp.createTables(points, "datacenter1", name, "1"))
        .hasSize(8)
        .allMatch(Tables.Step::created);
    assertThat(SetUp.createTables(points, "datacenter1", name, "datacenter1:1"))
        .hasSize(8)
        .noneMatch(Tables.Step::created);
    assertThatThrownBy(() -> SetUp.createTables(points, "datacenter1", name, "three"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no replication");
    assertThatThrownBy(() -> SetUp.createTables(points, "datacenter1", "no-name", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no name");
  }
}
