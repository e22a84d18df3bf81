package io.troupe.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.codec.Codec;
import io.troupe.persistence.codec.Vocabulary;
import io.troupe.persistence.sample.ShipEvent;
import io.troupe.persistence.sample.ShipEvent.Sunk;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
  private static final Codec CODEC = Codec.cbor(Vocabulary.of(ShipEvent.class));
  private static final int QUEUE_EVENTS = 20;
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private Database database;
  private Readers readers;
  private Writer writer;

  /// What is done to each connection of the writer before it is used.
  private volatile Readers.Task trouble = session -> {};

  private volatile Session latest;

  @BeforeEach
  void open() {
    JournalSettings settings =
        new JournalSettings(
            directory.resolve("journal.db"),
            2,
            1000,
            QUEUE_EVENTS,
            1 << 20,
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            100);
    database = Database.open(settings);
    readers = new Readers(database, 2);
    writer = new Writer(settings, this::openTroubled, new Feed(100));
    writer.start();
  }

  private Session openTroubled() throws SQLException {
    Session session = database.openWriter();
    trouble.run(session);
    latest = session;
    return session;
  }

  @AfterEach
  void close() {
    writer.close();
    readers.close();
    database.close();
  }

  @Test
  void numbersEventsFromOneWithoutGaps() {
    for (int i = 1; i <= 10; i++) {
      submit("pod|demo:a", i).join();
    }
    assertThat(revisions()).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
    assertThat(writer.health().events()).isEqualTo(10);
    assertThat(writer.health().lastCommit()).isPositive();
  }

  @Test
  void aSecondEventOfTheSameNumberFailsAloneAndLeavesNoGap() throws Exception {
    submit("pod|demo:a", 1).join();
    CountDownLatch busy = stall();
    CompletableFuture<Void> before = submit("pod|demo:b", 1);
    CompletableFuture<Void> twice = submit("pod|demo:a", 2, 1);
    CompletableFuture<Void> after = submit("pod|demo:c", 1);
    busy.countDown();
    before.join();
    after.join();
    assertThatThrownBy(twice::join)
        .hasCauseInstanceOf(JournalWriteException.class)
        .hasMessageContaining("already stored");
    assertThat(writer.health().isWritable()).isTrue();
    assertThat(revisions()).containsExactly(1L, 2L, 3L);
    assertThat(writer.head()).isEqualTo(3);
  }

  @Test
  void writesOfAFullQueueAreRefusedAtOnce() throws Exception {
    CountDownLatch busy = stall();
    List<CompletableFuture<Void>> queued = new ArrayList<>();
    for (int i = 1; i <= QUEUE_EVENTS; i++) {
      queued.add(submit("pod|demo:a", i));
    }
    CompletableFuture<Void> tooMuch = submit("pod|demo:b", 1);
    assertThat(tooMuch).isCompletedExceptionally();
    assertThatThrownBy(tooMuch::join).hasMessageContaining("20 events");
    assertThat(writer.health().queued()).isEqualTo(QUEUE_EVENTS);
    busy.countDown();
    queued.forEach(CompletableFuture::join);
    submit("pod|demo:b", 1).join();
  }

  @Test
  void recoversFromAFullDiskWithoutARestart() throws Exception {
    submit("pod|demo:a", 1).join();
    trouble = session -> session.execute("PRAGMA max_page_count = 1");
    trouble.run(latest);
    String big = "x".repeat(200_000);
    assertThatThrownBy(() -> submit("pod|demo:a", big, 2).join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("the disk is full; make room");
    assertThat(writer.health().problem().message()).contains("the disk is full");
    assertThat(revisions()).containsExactly(1L);

    trouble = session -> {};
    submit("pod|demo:a", big, 2).join();
    assertThat(writer.health().isWritable()).isTrue();
    assertThat(revisions()).containsExactly(1L, 2L);
  }

  @Test
  void recoversFromAReadOnlyDatabaseByItself() throws Exception {
    submit("pod|demo:a", 1).join();
    trouble = session -> session.execute("PRAGMA query_only = 1");
    trouble.run(latest);
    assertThatThrownBy(() -> submit("pod|demo:a", 2).join())
        .hasMessageContaining("the database is read-only; make it writable");
    Instant since = writer.health().problem().since();
    assertThatThrownBy(() -> submit("pod|demo:a", 2).join()).hasMessageContaining("read-only");
    assertThat(writer.health().problem().since()).isEqualTo(since);
    assertThat(revisions()).containsExactly(1L);

    trouble = session -> {};
    await().atMost(ONE_MINUTE).until(() -> writer.health().isWritable());
    submit("pod|demo:a", 2).join();
    assertThat(revisions()).containsExactly(1L, 2L);
  }

  @Test
  void recoversFromALockOfAnotherProgram() throws Exception {
    submit("pod|demo:a", 1).join();
    try (Session other = database.openWriter()) {
      other.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> submit("pod|demo:a", 2).join())
          .hasMessageContaining("another program has locked the database");
      assertThat(revisions()).containsExactly(1L);
      other.execute("ROLLBACK");
    }
    submit("pod|demo:a", 2).join();
    assertThat(revisions()).containsExactly(1L, 2L);
  }

  @Test
  void goesOnAfterItsDirectoryCouldNotBeOpened() throws Exception {
    submit("pod|demo:a", 1).join();
    trouble =
        session -> {
          throw new SQLException("no such device");
        };
    latest.execute("PRAGMA query_only = 1");
    assertThatThrownBy(() -> submit("pod|demo:a", 2).join()).hasMessageContaining("read-only");
    assertThatThrownBy(() -> submit("pod|demo:a", 2).join()).hasMessageContaining("no such device");
    trouble = session -> {};
    submit("pod|demo:a", 2).join();
    assertThat(revisions()).containsExactly(1L, 2L);
  }

  @Test
  void writesWhatIsQueuedBeforeItCloses() throws Exception {
    CountDownLatch busy = stall();
    CompletableFuture<Void> queued = submit("pod|demo:a", 1);
    Thread closing = Thread.ofVirtual().start(writer::close);
    await().atMost(ONE_MINUTE).until(() -> submit("pod|demo:z", 1).isCompletedExceptionally());
    busy.countDown();
    closing.join();
    assertThat(queued).isCompleted();
  }

  @Test
  void aSecondProcessIsRefused() {
    JournalSettings same =
        new JournalSettings(
            directory.resolve("journal.db"), 1, 1, 1, 1, FIVE_SECONDS, FIVE_SECONDS, 1);
    assertThatThrownBy(() -> Database.open(same))
        .isInstanceOf(JournalWriteException.class)
        .hasMessageContaining("in use by another running troupe");
  }

  /// Holds the writer in the middle of a commit until the latch is counted down.
  private CountDownLatch stall() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    writer.submit(
        new Write.Change(
            "UPDATE probe SET at = ?",
            0,
            update -> {
              update.setLong(1, 1);
              reached.countDown();
              try {
                release.await();
              } catch (InterruptedException interrupted) {
                throw new SQLException(interrupted);
              }
            }));
    assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
    return release;
  }

  private CompletableFuture<Void> submit(String id, long... numbers) {
    return submit(id, "wind", numbers);
  }

  private CompletableFuture<Void> submit(String id, String reason, long... numbers) {
    List<EventRow> rows = LongStream.of(numbers).mapToObj(seq -> row(id, seq, reason)).toList();
    Write.Append append = new Write.Append(rows);
    writer.submit(append);
    return append.done();
  }

  private static EventRow row(String id, long seq, String reason) {
    Recorded<Sunk> recorded = new Recorded<>(OpenStore.BEGIN, Cause.by("alice"), new Sunk(reason));
    return new EventRow(
        id,
        seq,
        EventRow.micros(recorded.at()),
        new EventRow.Entry(new EventId(Ref.parse(id), seq), recorded),
        "writer",
        "",
        new Stored(740_001, "sample.Sunk", CODEC.writeRecorded(recorded)),
        null);
  }

  private List<Long> revisions() {
    return readers.read(session -> {
      List<Long> found = new ArrayList<>();
      try (ResultSet row =
          session.prepare("SELECT revision FROM event ORDER BY revision").executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
      return found;
    });
  }
}
