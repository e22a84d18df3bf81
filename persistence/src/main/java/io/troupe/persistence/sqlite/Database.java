package io.troupe.persistence.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// The database file and the ways to open it. The file belongs to one process at a time: a lock on
/// a file beside it says so, because two writers would number their events alike.
final class Database implements AutoCloseable {
  private static final int WRITER_CACHE_KIB = 32 * 1024;
  private static final int READER_CACHE_KIB = 4 * 1024;

  /// The log is folded into the database each time it has grown by this many pages of 4 KiB. A page
  /// of an index that a thousand events changed is then written once. Twice as many give a few
  /// events more per second, and twice the time that all wait for it.
  private static final int CHECKPOINT_PAGES = 4_000;

  /// What stays of the log's file when a long reading had made it grow.
  private static final int LOG_BYTES_KEPT = 64 * 1024 * 1024;

  private final Path path;
  private final int busyMillis;
  private final FileChannel lockFile;

  private Database(Path path, int busyMillis, FileChannel lockFile) {
    this.path = path;
    this.busyMillis = busyMillis;
    this.lockFile = lockFile;
  }

  /// Takes possession of the file; its tables are made when it is new.
  ///
  /// @throws JournalWriteException when it cannot be opened, or is in use
  static Database open(JournalSettings settings) {
    Path path = settings.path();
    try {
      Path directory = path.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      FileChannel lockFile = lock(path);
      Database database =
          new Database(path, Math.toIntExact(settings.busyTimeout().toMillis()), lockFile);
      try (Session session = database.openWriter()) {
        Schema.prepare(session, path);
      } catch (SQLException | RuntimeException failed) {
        lockFile.close();
        throw failed;
      }
      return database;
    } catch (IOException | SQLException failed) {
      throw new JournalWriteException(
          "cannot open the journal %s: %s. Is the directory writable and is there room? The place is set by troupe.journal.path"
              .formatted(path, failed.getMessage()),
          failed);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolveSibling(path.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new JournalWriteException(
          "the journal %s is in use by another running troupe; stop that one, or set troupe.journal.path to another file"
              .formatted(path));
    }
    return channel;
  }

  /// A connection that writes durably: what is committed has reached the disk.
  Session openWriter() throws SQLException {
    SQLiteConfig config = common(WRITER_CACHE_KIB);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    Session session = connect(config);
    session.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    session.execute("PRAGMA journal_size_limit = " + LOG_BYTES_KEPT);
    return session;
  }

  /// A connection that cannot change anything.
  Session openReader() throws SQLException {
    Session session = connect(common(READER_CACHE_KIB));
    session.execute("PRAGMA query_only = 1");
    return session;
  }

  private SQLiteConfig common(int cacheKib) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(busyMillis);
    config.setCacheSize(-cacheKib);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    // Nobody asks for them, and each costs a query of its own.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private Session connect(SQLiteConfig config) throws SQLException {
    return new Session(config.createConnection("jdbc:sqlite:" + path));
  }

  /// Gives the file free for another process. All sessions are closed by then.
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
