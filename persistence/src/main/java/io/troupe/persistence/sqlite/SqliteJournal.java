package io.troupe.persistence.sqlite;

import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import io.troupe.persistence.sqlite.Write.Append;
import io.troupe.persistence.sqlite.Write.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/// Akka's journal plugin `troupe.journal`. Events are encoded here, on the plugin's own thread; the
/// writing thread only stores them. An event that its serializer refuses is rejected alone; a write
/// that does not reach the disk fails, and its actor with it.
public final class SqliteJournal extends AsyncWriteJournal {
  private static final String REPLAY =
      """
      SELECT seq, at, type, writer, adapter, serializer, payload,
        metadata, metadata_serializer, metadata_manifest
      FROM event
      WHERE persistence_id = ? AND seq BETWEEN ? AND ? AND deleted = 0
      ORDER BY seq LIMIT ?
      """;

  private static final String HIGHEST = "SELECT max(seq) FROM event WHERE persistence_id = ?";

  /// The history of a resource stays; of Akka's own bookkeeping only the number stays.
  private static final String DELETE =
      """
      UPDATE event
      SET deleted = 1, payload = CASE WHEN kind IS NULL THEN x'' ELSE payload END
      WHERE persistence_id = ? AND seq <= ? AND deleted = 0
      """;

  private final SqliteStore store;

  /// Called by Akka.
  public SqliteJournal() {
    store = SqliteStore.of(context().system());
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
      Iterable<AtomicWrite> messages) {
    List<EventRow> rows = new ArrayList<>();
    List<Optional<Exception>> outcomes = new ArrayList<>();
    for (AtomicWrite message : messages) {
      outcomes.add(encode(message, rows));
    }
    if (rows.isEmpty()) {
      return Future.successful(outcomes);
    }
    Append append = new Append(rows);
    store.writer().submit(append);
    return AkkaFutures.of(append.done().thenApply(written -> outcomes));
  }

  /// Adds the rows of one atomic write, all or none.
  private Optional<Exception> encode(AtomicWrite message, List<EventRow> rows) {
    List<EventRow> encoded = new ArrayList<>(message.size());
    try {
      for (PersistentRepr event : CollectionConverters.asJava(message.payload())) {
        encoded.add(EventRow.of(event, store.form()));
      }
    } catch (Exception refused) { // also the checked ones that Scala code throws undeclared
      return Optional.of(refused);
    }
    rows.addAll(encoded);
    return Optional.empty();
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    Change change =
        new Change(
            DELETE,
            0,
            delete -> {
              delete.setString(1, persistenceId);
              delete.setLong(2, toSequenceNr);
            });
    store.writer().submit(change);
    return AkkaFutures.of(change.done());
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replayCallback) {
    return AkkaFutures.of(
        store
            .readers()
            .doLater(session -> {
              PreparedStatement query = session.prepare(REPLAY);
              query.setString(1, persistenceId);
              query.setLong(2, fromSequenceNr);
              query.setLong(3, toSequenceNr);
              query.setLong(4, max);
              try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                  replayCallback.accept(event(persistenceId, row));
                }
              }
            }));
  }

  private PersistentRepr event(String persistenceId, ResultSet row) throws SQLException {
    String adapter = row.getString(5);
    Object payload =
        store.form().read(new Stored(row.getInt(6), row.getString(3), row.getBytes(7)));
    PersistentRepr event =
        PersistentRepr.apply(
                payload,
                row.getLong(1),
                persistenceId,
                adapter == null ? "" : adapter,
                false,
                akka.actor.ActorRef.noSender(),
                row.getString(4))
            .withTimestamp(row.getLong(2) / 1000);
    byte[] metadata = row.getBytes(8);
    return metadata == null
        ? event
        : event.withMetadata(
            store.form().read(new Stored(row.getInt(9), row.getString(10), metadata)));
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return AkkaFutures.of(
        store
            .readers()
            .readLater(session -> {
              PreparedStatement query = session.prepare(HIGHEST);
              query.setString(1, persistenceId);
              try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0L;
              }
            }));
  }
}
