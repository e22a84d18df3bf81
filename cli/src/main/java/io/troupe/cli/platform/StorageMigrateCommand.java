package io.troupe.cli.platform;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.SystemConfig;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import io.troupe.persistence.archive.Migration;
import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.storage.SetUp;
import io.troupe.persistence.storage.Storage;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Moves all events and snapshots from the embedded journal to Cassandra, or back.
@Command(
    name = "migrate",
    description = {
      "Copy all events and snapshots from the embedded journal to Cassandra, or back, and compare",
      "both. No Troupe may run on either. The target must be empty; the source is not changed.",
      "When it was interrupted, run it again."
    })
public final class StorageMigrateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final CassandraOptions cassandra = new CassandraOptions();

  @Option(
      names = "--to",
      paramLabel = "STORAGE",
      required = true,
      description = "cassandra, from the embedded journal; or sqlite, from Cassandra.")
  private String to = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory of the embedded journal, when it is not the usual one.")
  private @Nullable Path data;

  public StorageMigrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    DataDirectory directory =
        data == null
            ? DataDirectory.usual(terminal)
            : new DataDirectory(data.toAbsolutePath().normalize());
    boolean back =
        switch (to.toLowerCase(Locale.ROOT)) {
          case "cassandra" -> false;
          case "sqlite" -> true;
          default -> throw Failure.usage("--to takes cassandra or sqlite, not '" + to + "'");
        };
    Path journal = directory.journal();
    if (back && Files.exists(journal)) {
      throw Failure.failed(
          journal + " is there already; nothing was changed. Give another directory with --data");
    }
    if (!back && !Files.exists(journal)) {
      throw Failure.failed("there is no journal " + journal + "; name its directory with --data");
    }
    FileLock lock = directory.lock();
    LogSetup.toFile(directory.log());
    try {
      if (back) {
        toSqlite(journal);
      } else {
        move(journal, Storage.SQLITE, Storage.CASSANDRA);
      }
    } finally {
      lock.channel().close();
    }
    return Exit.OK;
  }

  /// Into a file of another name, which gets its own when it is whole.
  private void toSqlite(Path journal) throws IOException {
    Path filling = journal.resolveSibling("migrating.db");
    for (String suffix : List.of("", "-wal", "-shm", ".lock")) {
      Files.deleteIfExists(journal.resolveSibling("migrating.db" + suffix));
    }
    move(filling, Storage.CASSANDRA, Storage.SQLITE);
    Files.move(filling, journal, StandardCopyOption.ATOMIC_MOVE);
    for (String suffix : List.of("-wal", "-shm", ".lock")) {
      Files.deleteIfExists(journal.resolveSibling("migrating.db" + suffix));
    }
  }

  private void move(Path journal, Storage from, Storage target) {
    Config config =
        SystemConfig.of(
            ConfigFactory.parseMap(
                    Map.of(
                        "akka.actor.provider", "local",
                        "troupe.storage", Storage.CASSANDRA.label(),
                        "troupe.journal.path", journal.toString(),
                        "troupe.cassandra.contact-points", cassandra.contactPoints(),
                        "troupe.cassandra.local-datacenter", cassandra.datacenter(),
                        "troupe.cassandra.keyspace", cassandra.keyspace()))
                .withFallback(
                    ConfigFactory.parseString(
                        "datastax-java-driver.advanced.reconnect-on-init = false")));
    try {
      terminal.line("Moving from " + from.label() + " to " + target.label() + ":");
      Migration.Moved moved = SetUp.migrate(config, from, target, terminal::line);
      terminal.line(
          "Moved %d events and %d snapshots; both sides are the same."
              .formatted(moved.events().count(), moved.snapshots().count()));
    } catch (Migration.Refused refused) {
      throw Failure.failed(String.valueOf(refused.getMessage()));
    } catch (StorageUnavailable unavailable) {
      throw new Failure(Exit.UNREACHABLE, String.valueOf(unavailable.getMessage()));
    }
  }
}
