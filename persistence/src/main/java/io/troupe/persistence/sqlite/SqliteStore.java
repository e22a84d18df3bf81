package io.troupe.persistence.sqlite;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.archive.Archive;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.history.StoreHealth;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/// The embedded journal of one actor system: the file of `troupe.journal.path`, its writer, its
/// readers and its feed. Opened by the first who asks, closed after the last actor has stopped.
public final class SqliteStore implements EventStore, Extension {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
  private static final Id ID = new Id();

  private final Database database;
  private final Readers readers;
  private final Feed feed;
  private final Writer writer;
  private final Stored.Form form;
  private final EventLog log;
  private final Archive archive;

  private SqliteStore(ExtendedActorSystem system) {
    JournalSettings settings =
        JournalSettings.from(system.settings().config().getConfig("troupe.journal"));
    form = new Stored.Form(system);
    database = Database.open(settings);
    readers = new Readers(database, settings.readers());
    feed = new Feed(settings.feedBuffer());
    writer = new Writer(settings, database::openWriter, feed);
    log = new SqliteEventLog(readers, writer, feed, form);
    archive = new SqliteArchive(settings.path().toString(), readers, writer, form);
    writer.start();
    system.registerOnTermination(this::close);
  }

  /// The journal of this system.
  ///
  /// @throws JournalWriteException at the first call when the file cannot be opened
  public static SqliteStore of(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /// Loads SQLite's native library. Should that fail, opening the journal says why.
  public static void load() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception unloadable) {
      LOG.debug("SQLite is not loaded yet", unloadable);
    }
  }

  @Override
  public EventLog log() {
    return log;
  }

  @Override
  public StoreHealth health() {
    return writer.health();
  }

  /// The writer itself feeds the readers, after each commit.
  @Override
  public void stored(Ref resource, long first, List<? extends Recorded<?>> events) {}

  /// All filters are columns.
  @Override
  public Set<String> tags(Ref resource) {
    return Set.of();
  }

  /// Readers were told before anybody else could know.
  @Override
  public void expect(EventId event) {}

  @Override
  public Archive archive() {
    return archive;
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
