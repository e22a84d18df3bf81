package io.troupe.persistence.sqlite;

import akka.persistence.PersistentRepr;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import scala.Option;

/// One event, ready for the table: everything is encoded by now.
///
/// @param entry the event of a resource; absent for Akka's own bookkeeping
/// @param at microseconds since 1970
record EventRow(
    String persistenceId,
    long seq,
    long at,
    @Nullable Entry entry,
    String writer,
    String adapter,
    Stored payload,
    @Nullable Stored metadata) {

  static final String INSERT =
      """
      INSERT INTO event (revision, persistence_id, seq, at, kind, namespace, type,
        principal, request, parent_id, parent_seq, writer, adapter, serializer, payload,
        metadata, metadata_serializer, metadata_manifest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /// The event of a resource as it was before encoding.
  record Entry(EventId id, Recorded<?> recorded) {
    LogEntry at(long revision) {
      return new LogEntry(revision, id, recorded);
    }
  }

  /// Encodes an event; throws whatever the payload's serializer throws.
  static EventRow of(PersistentRepr event, Stored.Form form) {
    Object payload = event.payload();
    Option<Object> metadata = event.metadata();
    boolean isRecorded = payload instanceof Recorded<?>;
    return new EventRow(
        event.persistenceId(),
        event.sequenceNr(),
        isRecorded ? micros(((Recorded<?>) payload).at()) : event.timestamp() * 1000,
        isRecorded ? entry(event, (Recorded<?>) payload) : null,
        event.writerUuid(),
        event.manifest(),
        form.write(payload),
        metadata.isDefined() ? form.write(metadata.get()) : null);
  }

  /// The same with a payload that was written before.
  EventRow with(Stored written) {
    return new EventRow(persistenceId, seq, at, entry, writer, adapter, written, metadata);
  }

  private static @Nullable Entry entry(PersistentRepr event, Recorded<?> recorded) {
    Ref resource;
    try {
      resource = Ref.parse(event.persistenceId());
    } catch (IllegalArgumentException notAResource) {
      return null;
    }
    return new Entry(new EventId(resource, event.sequenceNr()), recorded);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /// Roughly what the row weighs in the queue.
  int size() {
    return payload.bytes().length + 256;
  }

  void bind(PreparedStatement insert, long revision) throws SQLException {
    insert.setLong(1, revision);
    insert.setString(2, persistenceId);
    insert.setLong(3, seq);
    insert.setLong(4, at);
    bindCause(insert);
    insert.setString(7, payload.manifest());
    insert.setString(12, writer);
    insert.setString(13, adapter.isEmpty() ? null : adapter);
    insert.setInt(14, payload.serializer());
    insert.setBytes(15, payload.bytes());
    bindMetadata(insert, 16, metadata);
  }

  private void bindCause(PreparedStatement insert) throws SQLException {
    if (entry == null) {
      for (int column : new int[] {5, 6, 8, 9, 10, 11}) {
        insert.setNull(column, Types.NULL);
      }
      return;
    }
    var cause = entry.recorded().cause();
    var parent = cause.parent();
    insert.setString(5, entry.id().resource().kind().label());
    insert.setString(6, entry.id().resource().namespace());
    insert.setString(8, cause.principal());
    insert.setString(9, cause.request());
    if (parent == null) {
      insert.setNull(10, Types.NULL);
      insert.setNull(11, Types.NULL);
    } else {
      insert.setString(10, parent.resource().toString());
      insert.setLong(11, parent.seq());
    }
  }

  /// Binds the three columns of Akka's metadata.
  static void bindMetadata(PreparedStatement insert, int first, @Nullable Stored metadata)
      throws SQLException {
    if (metadata == null) {
      insert.setNull(first, Types.NULL);
      insert.setNull(first + 1, Types.NULL);
      insert.setNull(first + 2, Types.NULL);
    } else {
      insert.setBytes(first, metadata.bytes());
      insert.setInt(first + 1, metadata.serializer());
      insert.setString(first + 2, metadata.manifest());
    }
  }
}
