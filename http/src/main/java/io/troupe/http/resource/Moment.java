package io.troupe.http.resource;

import io.troupe.core.Ref;
import io.troupe.http.frame.ApiError;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/// A moment of the past, as a user names it.
public sealed interface Moment {
  /// The moment after the event with this revision.
  record Revision(long number) implements Moment {}

  /// A point in time.
  record At(Instant instant) implements Moment {}

  /// Reads a revision or an RFC 3339 time.
  ///
  /// @throws ApiError when it is neither
  static Moment parse(String text) {
    try {
      return text.matches("\\d{1,18}")
          ? new Revision(Long.parseLong(text))
          : new At(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw ApiError.badParameter(
          "at", "`at=" + text + "` is no revision and no time; write 1234 or 2026-11-22T16:05:00Z");
    }
  }

  /// A resource's events up to then.
  default List<LogEntry> events(EventLog log, Ref resource) {
    return switch (this) {
      case Revision(long number) -> log.eventsUntil(resource, number);
      case At(Instant instant) -> log.eventsUntil(resource, instant);
    };
  }
}
