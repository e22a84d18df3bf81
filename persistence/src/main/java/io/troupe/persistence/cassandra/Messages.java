package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.persistence.archive.StoredItem.StoredEvent;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The plugin's tables as they are read by resource.
final class Messages {
  private static final String EVENTS =
      "SELECT sequence_nr, writer_uuid, ser_id, ser_manifest, event FROM KS.messages"
          + " WHERE persistence_id = ? AND partition_nr = ? AND sequence_nr >= ?"
          + " AND sequence_nr <= ?";
  private static final String HIGHEST =
      "SELECT sequence_nr FROM KS.messages WHERE persistence_id = ? AND partition_nr = ?"
          + " ORDER BY sequence_nr DESC LIMIT 1";
  private static final String SNAPSHOT =
      "SELECT sequence_nr, ser_id, ser_manifest, snapshot_data FROM KS.snapshots"
          + " WHERE persistence_id = ? LIMIT 1";
  private static final String EVERY_ID =
      "SELECT DISTINCT persistence_id, partition_nr FROM KS.messages";
  private static final String IDS = "SELECT persistence_id FROM KS.all_persistence_ids";

  private final Cql cql;
  private final Payloads payloads;
  private final long partitionSize;

  Messages(Cql cql, Payloads payloads, long partitionSize) {
    this.cql = cql;
    this.payloads = payloads;
    this.partitionSize = partitionSize;
  }

  /// All resources that ever had an event.
  void resources(Consumer<Ref> consumer) {
    for (Row row : cql.run(IDS)) {
      Ref resource = Payloads.resource(row.getString(0));
      if (resource != null) {
        consumer.accept(resource);
      }
    }
  }

  /// The same, from the events themselves.
  void everyResource(Consumer<Ref> consumer) {
    for (Row row : cql.run(EVERY_ID)) {
      Ref resource = Payloads.resource(row.getString(0));
      if (resource != null && row.getLong(1) == 0) {
        consumer.accept(resource);
      }
    }
  }

  /// The events of one resource with these numbers, both inclusive, without what another writer has
  /// overruled.
  List<LogEntry> events(Ref resource, long fromSeq, long toSeq) {
    return entries(resource, rows(resource, fromSeq, toSeq));
  }

  /// The same as they were written.
  void stored(Ref resource, long fromSeq, long toSeq, Consumer<StoredEvent> consumer) {
    for (Row row : rows(resource, fromSeq, toSeq)) {
      Recorded<?> recorded = (Recorded<?>) payloads.read(row, "event");
      consumer.accept(
          new StoredEvent(
              resource.toString(),
              row.getLong("sequence_nr"),
              Revisions.of(recorded.at()),
              Objects.requireNonNullElse(row.getString("writer_uuid"), ""),
              Payloads.raw(row, "event")));
    }
  }

  private List<Row> rows(Ref resource, long fromSeq, long toSeq) {
    Accepted accepted = new Accepted();
    long first = Math.max(1, fromSeq);
    for (long partition = (first - 1) / partitionSize; ; partition++) {
      boolean empty = true;
      for (Row row : cql.run(EVENTS, resource.toString(), partition, first, toSeq)) {
        empty = false;
        accepted.add(row);
      }
      if (empty || (toSeq - 1) / partitionSize <= partition) {
        return accepted.rows;
      }
    }
  }

  private List<LogEntry> entries(Ref resource, List<Row> rows) {
    List<LogEntry> found = new ArrayList<>(rows.size());
    for (Row row : rows) {
      found.add(
          Revisions.entry(
              new EventId(resource, row.getLong("sequence_nr")),
              (Recorded<?>) payloads.read(row, "event")));
    }
    return found;
  }

  /// The number of a resource's last event that is at or after the one given, 0 for none.
  long highest(Ref resource, long atLeast) {
    long highest = 0;
    for (long partition = Math.max(0, atLeast - 1) / partitionSize; ; partition++) {
      Row row = cql.run(HIGHEST, resource.toString(), partition).one();
      if (row == null) {
        return highest;
      }
      highest = row.getLong(0);
    }
  }

  /// What a view needs of one resource: its latest snapshot and the events after it.
  ///
  /// @return the number of its last event, 0 for none
  Standing standing(Ref resource) {
    Row snapshot = cql.run(SNAPSHOT, resource.toString()).one();
    long seq = snapshot == null ? 0 : snapshot.getLong("sequence_nr");
    List<LogEntry> events = events(resource, Math.max(1, seq), Long.MAX_VALUE);
    if (snapshot == null
        || events.isEmpty()
        || !(payloads.read(snapshot, "snapshot_data") instanceof State state)) {
      return new Standing(Optional.empty(), events);
    }
    LogEntry last = events.getFirst();
    return new Standing(
        Optional.of(new StoredState(resource, seq, last.revision(), last.recorded().at(), state)),
        events.subList(1, events.size()));
  }

  /// A resource as it is stored.
  record Standing(Optional<StoredState> snapshot, List<LogEntry> events) {
    /// The number of its last event, 0 for none.
    long seq() {
      return events.isEmpty()
          ? snapshot.map(StoredState::seq).orElse(0L)
          : events.getLast().id().seq();
    }

    long revision() {
      return events.isEmpty()
          ? snapshot.map(StoredState::revision).orElse(0L)
          : events.getLast().revision();
    }
  }

  /// The rows of one resource that count. A write that was given up may arrive late, beside what a
  /// newer writer has stored under the same numbers: the newer writer is right, and nothing of the
  /// older one counts from there on.
  private static final class Accepted {
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> overruled = new HashSet<>();
    private @Nullable String writer;

    void add(Row row) {
      String from = Objects.requireNonNullElse(row.getString("writer_uuid"), "");
      if (overruled.contains(from)) {
        return;
      }
      if (writer != null && !writer.equals(from) && !rows.isEmpty()) {
        overruled.add(writer);
        if (rows.getLast().getLong("sequence_nr") >= row.getLong("sequence_nr")) {
          rows.removeLast();
        }
      }
      writer = from;
      rows.add(row);
    }
  }
}
