package io.troupe.persistence.sqlite;

import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import io.troupe.persistence.sqlite.Write.Change;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.concurrent.Future;

/// Akka's snapshot plugin `troupe.snapshots`, in the same file as the journal and with the same
/// writer.
public final class SqliteSnapshots extends SnapshotStore {
  private static final String SAVE =
      """
      INSERT OR REPLACE INTO snapshot (persistence_id, seq, at, type, serializer, payload,
        metadata, metadata_serializer, metadata_manifest)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String WITHIN =
      " WHERE persistence_id = ? AND seq BETWEEN ? AND ? AND at BETWEEN ? AND ?";

  private static final String LOAD =
      "SELECT seq, at, type, serializer, payload, metadata, metadata_serializer, metadata_manifest"
          + " FROM snapshot"
          + WITHIN
          + " ORDER BY seq DESC LIMIT 1";

  private static final String DELETE = "DELETE FROM snapshot" + WITHIN;

  private static final String DELETE_ONE =
      "DELETE FROM snapshot WHERE persistence_id = ? AND seq = ? AND (?3 = 0 OR at = ?3)";

  private final SqliteStore store;

  /// Called by Akka.
  public SqliteSnapshots() {
    store = SqliteStore.of(context().system());
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return AkkaFutures.of(
        store.readers().readLater(session -> load(session, persistenceId, criteria)));
  }

  private Optional<SelectedSnapshot> load(
      Session session, String persistenceId, SnapshotSelectionCriteria criteria)
      throws SQLException {
    PreparedStatement query = session.prepare(LOAD);
    bind(query, persistenceId, criteria);
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(snapshot(persistenceId, row)) : Optional.empty();
    }
  }

  private SelectedSnapshot snapshot(String persistenceId, ResultSet row) throws SQLException {
    SnapshotMetadata described =
        SnapshotMetadata.apply(persistenceId, row.getLong(1), row.getLong(2) / 1000);
    byte[] metadata = row.getBytes(6);
    if (metadata != null) {
      described =
          described.withMetadata(
              store.form().read(new Stored(row.getInt(7), row.getString(8), metadata)));
    }
    Object state = store.form().read(new Stored(row.getInt(4), row.getString(3), row.getBytes(5)));
    return SelectedSnapshot.create(described, state);
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata described, Object snapshot) {
    Stored state = store.form().write(snapshot);
    Option<Object> option = described.metadata();
    @Nullable Stored metadata = option.isDefined() ? store.form().write(option.get()) : null;
    return submit(
        new Change(
            SAVE,
            state.bytes().length,
            save -> {
              save.setString(1, described.persistenceId());
              save.setLong(2, described.sequenceNr());
              save.setLong(3, described.timestamp() * 1000);
              save.setString(4, state.manifest());
              save.setInt(5, state.serializer());
              save.setBytes(6, state.bytes());
              EventRow.bindMetadata(save, 7, metadata);
            }));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata described) {
    return submit(
        new Change(
            DELETE_ONE,
            0,
            delete -> {
              delete.setString(1, described.persistenceId());
              delete.setLong(2, described.sequenceNr());
              delete.setLong(3, described.timestamp() * 1000);
            }));
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return submit(new Change(DELETE, 0, delete -> bind(delete, persistenceId, criteria)));
  }

  private static void bind(
      PreparedStatement statement, String persistenceId, SnapshotSelectionCriteria criteria)
      throws SQLException {
    statement.setString(1, persistenceId);
    statement.setLong(2, criteria.minSequenceNr());
    statement.setLong(3, criteria.maxSequenceNr());
    statement.setLong(4, micros(criteria.minTimestamp()));
    statement.setLong(5, micros(criteria.maxTimestamp()));
  }

  /// The microseconds of a bound in milliseconds; "no bound" is a number too large to multiply.
  private static long micros(long millis) {
    return millis > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : millis * 1000;
  }

  private Future<Void> submit(Change change) {
    store.writer().submit(change);
    return AkkaFutures.of(change.done());
  }
}
