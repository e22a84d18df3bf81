package io.troupe.persistence.sqlite;

import akka.actor.ActorRef;
import akka.persistence.PersistentRepr;
import io.troupe.persistence.archive.Archive;
import io.troupe.persistence.archive.StoredItem.Payload;
import io.troupe.persistence.archive.StoredItem.StoredEvent;
import io.troupe.persistence.archive.StoredItem.StoredSnapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The embedded journal as a whole. Who fills one does so in a file of another name, and gives it
/// its name when it is complete.
final class SqliteArchive implements Archive {
  private static final String EVENTS =
      "SELECT persistence_id, seq, at, writer, serializer, type, payload FROM event"
          + " WHERE kind IS NOT NULL ORDER BY revision";
  private static final String SNAPSHOTS =
      """
      SELECT persistence_id, seq, at, serializer, type, payload FROM snapshot AS latest
      WHERE seq = (SELECT max(seq) FROM snapshot WHERE persistence_id = latest.persistence_id)
      """;
  private static final String SAVE =
      "INSERT OR REPLACE INTO snapshot (persistence_id, seq, at, serializer, type, payload)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private final String name;
  private final Readers readers;
  private final Writer writer;
  private final Stored.Form form;

  SqliteArchive(String name, Readers readers, Writer writer, Stored.Form form) {
    this.name = name;
    this.readers = readers;
    this.writer = writer;
    this.form = form;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isEmpty() {
    return readers.read(session -> {
      try (ResultSet rows = session.prepare("SELECT EXISTS (SELECT 1 FROM event)").executeQuery()) {
        return rows.next() && rows.getInt(1) == 0;
      }
    });
  }

  @Override
  public boolean isUnfinished() {
    return false;
  }

  @Override
  public void events(Consumer<StoredEvent> consumer) {
    each(
        EVENTS,
        row ->
            consumer.accept(
                new StoredEvent(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getString(4),
                    new Payload(row.getInt(5), row.getString(6), row.getBytes(7)))));
  }

  @Override
  public void snapshots(Consumer<StoredSnapshot> consumer) {
    each(
        SNAPSHOTS,
        row ->
            consumer.accept(
                new StoredSnapshot(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    new Payload(row.getInt(4), row.getString(5), row.getBytes(6)))));
  }

  /// What is done with a row.
  @FunctionalInterface
  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  private void each(String sql, RowConsumer consumer) {
    readers.perform(session -> {
      PreparedStatement query = session.prepare(sql);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          consumer.accept(row);
        }
      }
    });
  }

  @Override
  public void begin() {}

  @Override
  public void storeEvents(List<StoredEvent> events) {
    List<EventRow> rows = new ArrayList<>();
    for (StoredEvent event : events) {
      Stored stored = stored(event.payload());
      EventRow row =
          EventRow.of(
              PersistentRepr.apply(
                  form.read(stored),
                  event.seq(),
                  event.persistenceId(),
                  "",
                  false,
                  ActorRef.noSender(),
                  event.writer()),
              form);
      rows.add(row.with(stored));
    }
    Write.Append append = new Write.Append(rows);
    writer.submit(append);
    append.done().join();
  }

  @Override
  public void storeSnapshots(List<StoredSnapshot> snapshots) {
    for (StoredSnapshot snapshot : snapshots) {
      Payload payload = snapshot.payload();
      Write.Change change =
          new Write.Change(
              SAVE,
              payload.bytes().length,
              save -> {
                save.setString(1, snapshot.persistenceId());
                save.setLong(2, snapshot.seq());
                save.setLong(3, snapshot.at());
                save.setInt(4, payload.serializer());
                save.setString(5, payload.manifest());
                save.setBytes(6, payload.bytes());
              });
      writer.submit(change);
      change.done().join();
    }
  }

  private static Stored stored(Payload payload) {
    return new Stored(payload.serializer(), payload.manifest(), payload.bytes());
  }

  @Override
  public void finish() {}
}
