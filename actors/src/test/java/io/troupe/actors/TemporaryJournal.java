package io.troupe.actors;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// The embedded journal in a directory of a test, as one run of a process after the other sees it.
public final class TemporaryJournal {
  private final Path file;

  public TemporaryJournal(Path directory) {
    file = directory.resolve("troupe.db");
  }

  /// The configuration of a process with this journal. It waits for a lock no longer than a tenth
  /// of a second.
  public Config config(String more) {
    return SystemConfig.of(
        ConfigFactory.parseString(more)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    troupe.journal {
                      path = "%s"
                      busy-timeout = 100ms
                      probe-interval = 100ms
                    }
                    """
                        .formatted(file))));
  }

  /// A process without a cluster.
  public ActorTestKit process() {
    return process("");
  }

  /// A process without a cluster, with settings of its own.
  public ActorTestKit process(String more) {
    return ActorTestKit.create("entities", config("akka.actor.provider = local\n" + more));
  }

  public static SqliteStore store(ActorTestKit process) {
    return SqliteStore.of(process.system());
  }

  /// Makes every write fail until it is closed, as another program does that holds the database.
  public Lock lock() throws SQLException {
    return new Lock(DriverManager.getConnection("jdbc:sqlite:" + file));
  }

  /// The hold of another program on the database.
  public static final class Lock implements AutoCloseable {
    private final Connection connection;

    private Lock(Connection connection) throws SQLException {
      this.connection = connection;
      execute("PRAGMA busy_timeout = 5000");
      execute("BEGIN IMMEDIATE");
    }

    private void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws SQLException {
      execute("ROLLBACK");
      connection.close();
    }
  }
}
