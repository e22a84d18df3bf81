package io.troupe.persistence.sqlite;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import io.troupe.persistence.history.EventLog;

/// The embedded journal of one actor system: the file of `troupe.journal.path`, its writer, its
/// readers and its feed. Opened by the first who asks, closed after the last actor has stopped.
public final class SqliteStore implements Extension {
  private static final Id ID = new Id();

  private final Database database;
  private final Readers readers;
  private final Feed feed;
  private final Writer writer;
  private final Stored.Form form;
  private final EventLog log;

  private SqliteStore(ExtendedActorSystem system) {
    JournalSettings settings =
        JournalSettings.from(system.settings().config().getConfig("troupe.journal"));
    form = new Stored.Form(system);
    database = Database.open(settings);
    readers = new Readers(database, settings.readers());
    feed = new Feed(settings.feedBuffer());
    writer = new Writer(settings, database::openWriter, feed);
    log = new SqliteEventLog(readers, writer, feed, form);
    writer.start();
    system.registerOnTermination(this::close);
  }

  /// The journal of this system.
  ///
  /// @throws JournalWriteException at the first call when the file cannot be opened
  public static SqliteStore of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /// The history, and what happens next.
  public EventLog log() {
    return log;
  }

  /// How it is doing.
  public JournalHealth health() {
    return writer.health();
  }

  Writer writer() {
    return writer;
  }

  Readers readers() {
    return readers;
  }

  Stored.Form form() {
    return form;
  }

  private void close() {
    writer.close();
    feed.close();
    readers.close();
    database.close();
  }

  private static final class Id extends AbstractExtensionId<SqliteStore> {
    @Override
    public SqliteStore createExtension(ExtendedActorSystem system) {
      return new SqliteStore(system);
    }
  }
}
