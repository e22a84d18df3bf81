package io.troupe.persistence.storage;

import akka.actor.ActorSystem;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.typesafe.config.Config;
import io.troupe.persistence.archive.Archive;
import io.troupe.persistence.archive.Migration;
import io.troupe.persistence.cassandra.CassandraStore;
import io.troupe.persistence.cassandra.Replication;
import io.troupe.persistence.cassandra.Tables;
import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.sqlite.SqliteStore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import scala.concurrent.Await;

/// What an operator does to a storage while no Troupe runs on it. All calls wait.
public final class SetUp {
  private static final int PORT = 9042;

  private SetUp() {}

  /// Creates the keyspace and the tables that are not there yet.
  ///
  /// @param contactPoints as `host` or `host:port`
  /// @param replication see [Replication]
  /// @throws IllegalArgumentException when an argument is wrong
  /// @throws StorageUnavailable when Cassandra does not answer, or refuses
  public static List<Tables.Step> createTables(
      List<String> contactPoints, String datacenter, String keyspace, String replication) {
    String strategy = Replication.cql(replication, datacenter);
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoints(contactPoints.stream().map(SetUp::address).toList())
            .withLocalDatacenter(datacenter)
            .withConfigLoader(
                DriverConfigLoader.programmaticBuilder()
                    .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                    .build())
            .build()) {
      return Tables.create(session, keyspace, strategy);
    } catch (DriverException failed) {
      throw new StorageUnavailable(
          "Cassandra at %s: %s".formatted(String.join(", ", contactPoints), failed.getMessage()),
          failed);
    }
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return colon < 0
          ? new InetSocketAddress(text, PORT)
          : new InetSocketAddress(
              text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException(
          "`" + text + "` is no contact point: write host or host:port", bad);
    }
  }

  /// Moves everything from one kind of storage to another.
  ///
  /// @param config has the settings of both
  /// @param news told how far it is
  public static Migration.Moved migrate(
      Config config, Storage from, Storage to, Consumer<String> news) {
    ActorSystem system = ActorSystem.create("migration", config);
    try {
      return new Migration(archive(system, from), archive(system, to), news).run();
    } finally {
      var ended = system.terminate();
      try {
        Await.ready(ended, scala.concurrent.duration.Duration.create(30, "seconds"));
      } catch (InterruptedException | TimeoutException late) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Archive archive(ActorSystem system, Storage storage) {
    return switch (storage) {
      case SQLITE -> SqliteStore.of(system).archive();
      case CASSANDRA -> CassandraStore.of(system).archive();
    };
  }
}
