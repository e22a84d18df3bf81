package io.troupe.persistence.cassandra;

import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.persistence.history.LogEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/// The order of all events where the database has none: a revision is the instant of the event in
/// microseconds since 1970; events of one instant follow by resource and number.
final class Revisions {
  static final Comparator<LogEntry> ORDER =
      Comparator.comparingLong(LogEntry::revision)
          .thenComparing(entry -> entry.id().resource())
          .thenComparingLong(entry -> entry.id().seq());

  private Revisions() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long revision) {
    return Instant.EPOCH.plus(revision, ChronoUnit.MICROS);
  }

  static long now() {
    return of(Instant.now());
  }

  static LogEntry entry(EventId id, Recorded<?> recorded) {
    return new LogEntry(of(recorded.at()), id, recorded);
  }
}
