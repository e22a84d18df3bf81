package io.troupe.persistence.cassandra;

import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.history.StoreHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the database every second whether a quorum of it answers, so that commands can be refused
/// at once while it does not, and taken again as soon as it does.
final class Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
  private static final String QUESTION =
      "SELECT sequence_nr FROM KS.messages WHERE persistence_id = ? AND partition_nr = ? LIMIT 1";

  private final Cql cql;
  private final Duration interval;
  private final Duration timeout;
  private final AtomicLong asked = new AtomicLong();
  private volatile StoreHealth.@Nullable Problem problem;
  private volatile Duration answered = Duration.ZERO;
  private final Rest rest = new Rest();

  Probe(Cql cql, Duration interval, Duration timeout) {
    this.cql = cql;
    this.interval = interval;
    this.timeout = timeout;
  }

  void start() {
    Thread.ofVirtual().name("troupe-cassandra-probe").start(this::run);
  }

  private void run() {
    try {
      do {
        ask();
      } while (rest.take(interval));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Each time of another partition, so that all replicas come to be asked.
  private void ask() {
    long began = System.nanoTime();
    try {
      cql.runWithin(timeout, QUESTION, "troupe-probe-" + asked.incrementAndGet() % 64, 0L);
      answered = Duration.ofNanos(System.nanoTime() - began);
      if (problem != null) {
        LOG.info("Cassandra answers again");
        problem = null;
      }
    } catch (StorageUnavailable failed) {
      if (rest.hasEnded()) {
        return;
      }
      if (problem == null) {
        LOG.warn("{}", failed.getMessage());
        problem = new StoreHealth.Problem(message(failed), Instant.now());
      }
    }
  }

  private static String message(StorageUnavailable failed) {
    String message = failed.getMessage();
    return message == null ? "Cassandra does not answer" : message;
  }

  StoreHealth.@Nullable Problem problem() {
    return problem;
  }

  Duration answered() {
    return answered;
  }

  void close() {
    rest.end();
  }
}
