package io.troupe.persistence.sqlite;

import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoreHealth;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The one thread that writes. Everything that queued up while a commit was in flight goes into the
/// next one, so the price of a sync is shared. It also numbers the events: a revision is given
/// inside the transaction and taken back with it, which keeps them free of gaps.
///
/// A write that fails is reported to whoever waits for it and leaves nothing behind. When the disk
/// is full or the database is locked or read-only, each following write tries again, and between
/// writes the thread probes by itself, so the journal recovers as soon as its disk does.
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /// Opens the connection that the thread writes with.
  @FunctionalInterface
  interface Opening {
    Session open() throws SQLException;
  }

  private final Opening opening;
  private final WriteQueue queue;
  private final int batchEvents;
  private final Duration probeInterval;
  private final Feed feed;
  private final Thread thread;

  private volatile StoreHealth health;
  private @Nullable Session session;

  /// @param feed told on the writing thread after each commit, before the writes are acknowledged
  Writer(JournalSettings settings, Opening opening, Feed feed) {
    this.opening = opening;
    this.queue = new WriteQueue(settings.queueEvents(), settings.queueBytes());
    this.batchEvents = settings.batchEvents();
    this.probeInterval = settings.probeInterval();
    this.feed = feed;
    this.health = new StoreHealth(null, Duration.ZERO, 0, 0, 0, 0);
    this.thread = Thread.ofPlatform().name("troupe-journal-writer").unstarted(this::run);
  }

  /// Reads where the log ends and begins to write.
  ///
  /// @throws JournalWriteException when the database cannot be opened
  void start() {
    try {
      open();
    } catch (SQLException failed) {
      throw new JournalWriteException("cannot open the journal: " + failed.getMessage(), failed);
    }
    thread.start();
  }

  /// Queues a write; see [Write#done()].
  void submit(Write write) {
    queue.add(write);
  }

  StoreHealth health() {
    StoreHealth now = health;
    return new StoreHealth(
        now.problem(), now.lastCommit(), queue.events(), now.head(), now.events(), now.commits());
  }

  long head() {
    return health.head();
  }

  private void run() {
    while (!queue.isFinished()) {
      try {
        Duration patience = health.isWritable() ? WriteQueue.forever() : probeInterval;
        List<Write> batch = queue.take(batchEvents, patience);
        if (!batch.isEmpty()) {
          write(batch);
        } else if (!health.isWritable()) {
          write(List.of(probe()));
        }
      } catch (InterruptedException stopped) {
        queue.close();
      }
    }
    closeSession();
  }

  private static Write probe() {
    long now = EventRow.micros(Instant.now());
    return new Write.Change("UPDATE probe SET at = ?", 0, update -> update.setLong(1, now));
  }

  private void write(List<Write> batch) {
    try {
      commit(batch);
    } catch (SQLException failed) {
      rollback(failed);
      if (isFaultOfTheData(failed) && batch.size() > 1) {
        batch.forEach(one -> write(List.of(one)));
      } else {
        report(batch, failed);
      }
    } catch (RuntimeException defect) {
      rollback(null);
      LOG.error("A write of the journal failed in an unexpected way", defect);
      batch.forEach(one -> one.done().completeExceptionally(defect));
    }
  }

  private void commit(List<Write> batch) throws SQLException {
    long start = System.nanoTime();
    Session current = session == null ? open() : session;
    long head = health.head();
    current.execute("BEGIN IMMEDIATE");
    List<LogEntry> entries = new ArrayList<>();
    long revision = head;
    for (Write write : batch) {
      switch (write) {
        case Write.Append append -> revision = append(current, append, revision, entries);
        case Write.Change change -> change(current, change);
      }
    }
    current.execute("COMMIT");
    succeeded(revision, Duration.ofNanos(System.nanoTime() - start));
    if (revision > head) {
      feed.committed(new Committed(head + 1, revision, entries));
    }
    batch.forEach(write -> write.done().complete(null));
  }

  private static long append(
      Session session, Write.Append append, long head, List<LogEntry> entries) throws SQLException {
    long revision = head;
    PreparedStatement insert = session.prepare(EventRow.INSERT);
    for (EventRow row : append.rows()) {
      revision++;
      row.bind(insert, revision);
      insert.executeUpdate();
      if (row.entry() != null) {
        entries.add(row.entry().at(revision));
      }
    }
    return revision;
  }

  private static void change(Session session, Write.Change change) throws SQLException {
    PreparedStatement statement = session.prepare(change.sql());
    change.binding().bind(statement);
    statement.executeUpdate();
  }

  private Session open() throws SQLException {
    Session opened = opening.open();
    session = opened;
    try (ResultSet rows =
        opened.prepare("SELECT coalesce(max(revision), 0) FROM event").executeQuery()) {
      rows.next();
      long head = rows.getLong(1);
      long known = health.head();
      if (head != known) {
        health =
            new StoreHealth(
                health.problem(), health.lastCommit(), 0, head, health.events(), health.commits());
        feed.moved(head);
      }
    }
    return opened;
  }

  private void succeeded(long head, Duration took) {
    StoreHealth before = health;
    if (before.problem() != null) {
      LOG.info("The journal can be written again");
    }
    health =
        new StoreHealth(
            null, took, 0, head, before.events() + (head - before.head()), before.commits() + 1);
  }

  private void report(List<Write> batch, SQLException failed) {
    String message = explain(failed);
    if (!isFaultOfTheData(failed)) {
      StoreHealth before = health;
      if (before.problem() == null) {
        LOG.error("The journal cannot be written: {}", message);
      }
      Instant since = before.problem() == null ? Instant.now() : before.problem().since();
      health =
          new StoreHealth(
              new StoreHealth.Problem(message, since),
              before.lastCommit(),
              0,
              before.head(),
              before.events(),
              before.commits());
    }
    JournalWriteException error = new JournalWriteException(message, failed);
    batch.forEach(one -> one.done().completeExceptionally(error));
  }

  private static String explain(SQLException failed) {
    String remedy =
        switch (code(failed)) {
          case SQLITE_FULL -> "the disk is full; make room";
          case SQLITE_READONLY -> "the database is read-only; make it writable";
          case SQLITE_BUSY, SQLITE_LOCKED -> "another program has locked the database; end it";
          case SQLITE_CONSTRAINT ->
              "an event with this number is already stored; the resource is written by two actors";
          default -> "see the cause";
        };
    return "not written to the journal: %s (%s)".formatted(remedy, failed.getMessage());
  }

  private static boolean isFaultOfTheData(SQLException failed) {
    return switch (code(failed)) {
      case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE -> true;
      default -> false;
    };
  }

  /// The primary code of an extended one.
  private static SQLiteErrorCode code(SQLException failed) {
    int code =
        failed instanceof SQLiteException known
            ? known.getResultCode().code
            : failed.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }

  /// Undoes the transaction. A connection that fails for a reason outside the data is given up: the
  /// next write opens another.
  private void rollback(@Nullable SQLException cause) {
    Session current = session;
    if (current == null) {
      return;
    }
    try {
      current.execute("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      LOG.debug("Nothing to roll back: {}", alreadyRolledBack.getMessage());
    }
    if (cause == null || !isFaultOfTheData(cause)) {
      closeSession();
    }
  }

  private void closeSession() {
    Session current = session;
    session = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException failed) {
        LOG.warn("Closing the journal's connection failed: {}", failed.getMessage());
      }
    }
  }

  /// Writes what is queued, refuses the rest, and waits for the thread.
  @Override
  public void close() {
    queue.close();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
