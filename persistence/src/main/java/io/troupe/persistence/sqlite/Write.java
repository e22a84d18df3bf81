package io.troupe.persistence.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Something to be written: all of it, or nothing.
sealed interface Write {
  /// Completed after the commit, or with a [JournalWriteException].
  CompletableFuture<Void> done();

  /// How much it counts against the bound on events in the queue.
  int events();

  /// How much it counts against the bound on bytes in the queue.
  long size();

  /// New events.
  record Append(List<EventRow> rows, CompletableFuture<Void> done) implements Write {
    Append(List<EventRow> rows) {
      this(rows, new CompletableFuture<>());
    }

    @Override
    public int events() {
      return rows.size();
    }

    @Override
    public long size() {
      return rows.stream().mapToLong(EventRow::size).sum();
    }
  }

  /// One statement: a snapshot, a deletion, a probe.
  record Change(String sql, Binding binding, long size, CompletableFuture<Void> done)
      implements Write {
    Change(String sql, long size, Binding binding) {
      this(sql, binding, size, new CompletableFuture<>());
    }

    @Override
    public int events() {
      return 1;
    }
  }

  /// Sets the parameters of a statement.
  @FunctionalInterface
  interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }
}
