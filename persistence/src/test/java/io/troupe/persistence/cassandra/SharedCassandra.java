package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.storage.Storage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Cassandra for all tests of a process that do it no harm, each with keyspaces of its own: in
/// a container where a Docker Engine answers, else a process. With the system property
/// `troupe.test.cassandra` it is one that runs already.
///
/// Should it die, then whoever asks for a new keyspace gets it in a new one, and whoever goes on
/// with an old keyspace is told what the dead one said last.
public final class SharedCassandra {
  private static final AtomicInteger KEYSPACES = new AtomicInteger();
  private static final Logger LOG = LoggerFactory.getLogger(SharedCassandra.class);
  private static @Nullable RunningCassandra running;

  private SharedCassandra() {}

  /// Where it listens; it is started when nobody has asked before.
  public static synchronized String contactPoint() {
    String given = System.getProperty("troupe.test.cassandra");
    if (given != null) {
      return given;
    }
    if (running == null) {
      running = start();
    }
    return running.contactPoint();
  }

  private static RunningCassandra start() {
    return CassandraInDocker.isPossible()
        ? CassandraInDocker.start()
        : CassandraProcess.startForgetful();
  }

  /// The one that runs, for a test that does it harm; nothing with a given one.
  static synchronized Optional<RunningCassandra> running() {
    return Optional.ofNullable(running);
  }

  /// A session with it.
  ///
  /// @throws IllegalStateException with what it said last, when it does not answer
  static synchronized CqlSession session() {
    String where = contactPoint();
    try {
      return CassandraSessions.open(where);
    } catch (AllNodesFailedException silent) {
      String said =
          running()
              .map(one -> (one.isAlive() ? "it runs" : "it has died") + "; " + one.said())
              .orElse("it is not ours");
      throw new IllegalStateException(
          "the shared Cassandra at " + where + " does not answer: " + said, silent);
    }
  }

  private static synchronized CqlSession sessionWithALivingOne() {
    try {
      return session();
    } catch (IllegalStateException dead) {
      RunningCassandra former = running().orElseThrow(() -> dead);
      LOG.warn("another Cassandra is started", dead);
      running = null;
      former.close();
      return session();
    }
  }

  /// A new keyspace with all tables.
  public static String keyspace() {
    String name = "t" + ProcessHandle.current().pid() + "_" + KEYSPACES.incrementAndGet();
    try (CqlSession session = sessionWithALivingOne()) {
      Tables.create(session, name, "{'class': 'SimpleStrategy', 'replication_factor': 1}");
    }
    return name;
  }

  /// Empties all tables of a keyspace.
  public static void empty(String keyspace) {
    try (CqlSession session = session()) {
      session
          .execute(
              "SELECT table_name FROM system_schema.tables WHERE keyspace_name = '"
                  + keyspace
                  + "'")
          .forEach(row -> session.execute("TRUNCATE " + keyspace + "." + row.getString(0)));
    }
  }

  /// What a process needs to store in a keyspace. It has the patience that a machine needs which
  /// runs much else.
  public static Config config(String keyspace) {
    return ConfigFactory.parseString(
            """
            troupe.storage = cassandra
            troupe.cassandra {
              contact-points = ["%s"]
              keyspace = %s
              request-timeout = 20s
            }
            akka.persistence.cassandra {
              journal.circuit-breaker.call-timeout = 45s
              snapshot.circuit-breaker.call-timeout = 45s
              events-by-tag.tag-write-timeout = 30s
            }
            """
                .formatted(contactPoint(), keyspace))
        .withFallback(Storage.CASSANDRA.setUp());
  }
}
