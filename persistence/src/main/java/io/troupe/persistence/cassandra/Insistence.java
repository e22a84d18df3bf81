package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import io.troupe.persistence.history.StorageUnavailable;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the database again and again while it does not answer, as a member does that starts: it has
/// nothing else to do, and a database that is busy for a moment is no reason to give up.
final class Insistence {
  private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Rest rest;

  /// @param rest whose end ends it
  Insistence(Rest rest) {
    this.rest = rest;
  }

  /// Returns what was asked for, when there is an answer.
  ///
  /// @throws StorageUnavailable when asking again is of no use, or the end has come
  <T> T on(Supplier<T> question) {
    while (true) {
      try {
        return question.get();
      } catch (DriverException failed) {
        giveUpOrRest(Cql.unavailable(failed));
      } catch (StorageUnavailable failed) {
        giveUpOrRest(failed);
      }
    }
  }

  private void giveUpOrRest(StorageUnavailable failed) {
    boolean again = failed.isPassing();
    try {
      again = again && rest.take(PAUSE);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      again = false;
    }
    if (!again) {
      throw failed;
    }
    LOG.info("asking again: {}", failed.getMessage());
  }
}
