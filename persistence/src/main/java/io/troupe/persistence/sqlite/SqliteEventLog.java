package io.troupe.persistence.sqlite;

import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.history.Subscription;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The history of the embedded journal.
final class SqliteEventLog implements EventLog, FeedSubscription.Table {
  private static final String COLUMNS =
      "SELECT revision, persistence_id, seq, serializer, type, payload FROM event ";
  private static final String OF_RESOURCE = "WHERE persistence_id = ? AND kind IS NOT NULL ";

  private final Readers readers;
  private final Writer writer;
  private final Feed feed;
  private final Stored.Form form;

  SqliteEventLog(Readers readers, Writer writer, Feed feed, Stored.Form form) {
    this.readers = readers;
    this.writer = writer;
    this.feed = feed;
    this.form = form;
  }

  @Override
  public long head() {
    return writer.head();
  }

  @Override
  public long revisionAt(Instant instant) {
    return readers.read(session -> {
      PreparedStatement query =
          session.prepare(
              "SELECT revision FROM event WHERE at <= ? ORDER BY at DESC, revision DESC LIMIT 1");
      query.setLong(1, EventRow.micros(instant));
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0L;
      }
    });
  }

  @Override
  public Optional<LogEntry> find(EventId id) {
    return events(id.resource(), id.seq(), id.seq()).stream().findFirst();
  }

  @Override
  public List<LogEntry> events(Ref resource, long fromSeq, long toSeq) {
    return list(
        COLUMNS + OF_RESOURCE + "AND seq BETWEEN ? AND ? ORDER BY seq",
        List.of(resource.toString(), fromSeq, toSeq));
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, Instant instant) {
    String id = resource.toString();
    return list(
        COLUMNS
            + OF_RESOURCE
            + "AND seq <= (SELECT max(seq) FROM event WHERE persistence_id = ? AND at <= ?)"
            + " ORDER BY seq",
        List.of(id, id, EventRow.micros(instant)));
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, long revision) {
    return list(
        COLUMNS + OF_RESOURCE + "AND revision <= ? ORDER BY seq",
        List.of(resource.toString(), revision));
  }

  @Override
  public List<LogEntry> audit(AuditQuery query) {
    AuditSql sql = AuditSql.of(query);
    return list(COLUMNS + sql.tail(), sql.parameters());
  }

  @Override
  public void replay(long fromRevision, long toRevision, Consumer<LogEntry> consumer) {
    readers.read(session -> {
      each(
          session,
          COLUMNS + "WHERE revision BETWEEN ? AND ? AND kind IS NOT NULL ORDER BY revision",
          List.of(fromRevision, toRevision),
          row -> consumer.accept(entry(row)));
      return true;
    });
  }

  @Override
  public void read(long from, long to, Consumer<LogEntry> consumer) {
    replay(from, to, consumer);
  }

  @Override
  public long rebuild(Consumer<StoredState> states, Consumer<LogEntry> events) {
    return readers.read(session -> {
      session.execute("BEGIN");
      try {
        return rebuild(session, states, events);
      } finally {
        session.execute("ROLLBACK");
      }
    });
  }

  private long rebuild(Session session, Consumer<StoredState> states, Consumer<LogEntry> events)
      throws SQLException {
    long[] head = {0};
    each(
        session,
        "SELECT coalesce(max(revision), 0) FROM event",
        List.of(),
        row -> head[0] = row.getLong(1));
    each(
        session,
        """
        SELECT persistence_id, seq, at, serializer, type, payload, (
          SELECT revision FROM event AS e
          WHERE e.persistence_id = latest.persistence_id AND e.seq = latest.seq)
        FROM snapshot AS latest
        WHERE seq = (SELECT max(seq) FROM snapshot WHERE persistence_id = latest.persistence_id)
        """,
        List.of(),
        row -> state(row).ifPresent(states));
    each(
        session,
        """
        SELECT e.revision, e.persistence_id, e.seq, e.serializer, e.type, e.payload FROM event AS e
        WHERE e.kind IS NOT NULL AND e.seq > coalesce(
          (SELECT max(seq) FROM snapshot WHERE persistence_id = e.persistence_id), 0)
        ORDER BY e.revision
        """,
        List.of(),
        row -> events.accept(entry(row)));
    return head[0];
  }

  @Override
  public Subscription subscribe(long afterRevision, Consumer<LogEntry> consumer) {
    return feed.subscribe(afterRevision, this, consumer);
  }

  private List<LogEntry> list(String sql, List<Object> parameters) {
    return readers.read(session -> {
      List<LogEntry> found = new ArrayList<>();
      each(session, sql, parameters, row -> found.add(entry(row)));
      return found;
    });
  }

  /// What is done with a row.
  @FunctionalInterface
  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  private static void each(
      Session session, String sql, List<Object> parameters, RowConsumer consumer)
      throws SQLException {
    PreparedStatement query = session.prepare(sql);
    for (int i = 0; i < parameters.size(); i++) {
      query.setObject(i + 1, parameters.get(i));
    }
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        consumer.accept(row);
      }
    }
  }

  private LogEntry entry(ResultSet row) throws SQLException {
    EventId id = new EventId(Ref.parse(row.getString(2)), row.getLong(3));
    Object payload = form.read(new Stored(row.getInt(4), row.getString(5), row.getBytes(6)));
    return new LogEntry(row.getLong(1), id, (Recorded<?>) payload);
  }

  /// A snapshot, when it is one of a resource.
  private Optional<StoredState> state(ResultSet row) throws SQLException {
    Ref resource = resource(row.getString(1));
    if (resource == null) {
      return Optional.empty();
    }
    Object state = form.read(new Stored(row.getInt(4), row.getString(5), row.getBytes(6)));
    return state instanceof State known
        ? Optional.of(
            new StoredState(
                resource, row.getLong(2), row.getLong(7), EventRow.instant(row.getLong(3)), known))
        : Optional.empty();
  }

  private static @Nullable Ref resource(String persistenceId) {
    try {
      return Ref.parse(persistenceId);
    } catch (IllegalArgumentException notAResource) {
      return null;
    }
  }
}
