package io.troupe.persistence.sqlite;

import io.troupe.persistence.history.StorageUnavailable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small pool of connections that only read. They are opened when first needed; one that failed
/// is replaced.
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  /// What is done with a connection.
  @FunctionalInterface
  interface Query<T> {
    T run(Session session) throws SQLException;
  }

  /// What is done with a connection for its effect.
  @FunctionalInterface
  interface Task {
    void run(Session session) throws SQLException;
  }

  /// A place in the pool; holds a session once it was used.
  private static final class Slot {
    private @Nullable Session session;
  }

  private final Database database;
  private final BlockingQueue<Slot> idle;
  private final ExecutorService threads;
  private final int size;
  private volatile boolean closed;

  Readers(Database database, int size) {
    this.database = database;
    this.size = size;
    this.idle = new ArrayBlockingQueue<>(size);
    for (int i = 0; i < size; i++) {
      idle.add(new Slot());
    }
    this.threads =
        Executors.newFixedThreadPool(
            size, Thread.ofPlatform().daemon().name("troupe-journal-reader-", 1).factory());
  }

  /// Runs a query on the calling thread, waiting for a free connection.
  ///
  /// @throws StorageUnavailable when the database does not answer
  <T> T read(Query<T> query) {
    Slot slot = takeIdle();
    try {
      if (closed) {
        throw new SQLException("it is closed");
      }
      Session session = slot.session;
      if (session == null) {
        session = database.openReader();
        slot.session = session;
      }
      return query.run(session);
    } catch (SQLException failed) {
      discard(slot);
      throw new StorageUnavailable("cannot read the journal: " + failed.getMessage(), failed);
    } finally {
      idle.add(slot);
    }
  }

  /// Runs a query on one of the pool's own threads.
  <T> CompletableFuture<T> readLater(Query<T> query) {
    return CompletableFuture.supplyAsync(() -> read(query), threads);
  }

  /// Does something with a connection on one of the pool's own threads.
  CompletableFuture<Void> doLater(Task task) {
    return CompletableFuture.runAsync(() -> perform(task), threads);
  }

  /// Does something with a connection on the calling thread.
  void perform(Task task) {
    read(session -> {
      task.run(session);
      return Boolean.TRUE;
    });
  }

  private Slot takeIdle() {
    try {
      return idle.take();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable("interrupted while waiting for the journal", interrupted);
    }
  }

  private static void discard(Slot slot) {
    Session session = slot.session;
    slot.session = null;
    if (session != null) {
      try {
        session.close();
      } catch (SQLException failed) {
        LOG.debug("Closing a failed connection failed: {}", failed.getMessage());
      }
    }
  }

  /// Waits for the queries that run, and closes all connections.
  @Override
  public void close() {
    threads.close();
    closed = true;
    List<Slot> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Slot slot = takeIdle();
      discard(slot);
      all.add(slot);
    }
    idle.addAll(all); // whoever comes late gets one, and an error
  }
}
