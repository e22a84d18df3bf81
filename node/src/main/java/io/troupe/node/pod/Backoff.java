package io.troupe.node.pod;

import java.time.Duration;

/// How long to wait before the next attempt: a second, twice as long after each failure, a minute
/// at the most.
///
/// @param failures in a row so far
record Backoff(int failures) {
  static final Backoff NONE = new Backoff(0);

  /// A container that ran so long has recovered, and is treated as if it had never failed.
  static final Duration RECOVERED = Duration.ofSeconds(60);

  private static final long LONGEST_SECONDS = 60;
  private static final int DOUBLINGS = 6;

  Duration delay() {
    return Duration.ofSeconds(Math.min(LONGEST_SECONDS, 1L << Math.min(failures, DOUBLINGS)));
  }

  Backoff next() {
    return new Backoff(failures + 1);
  }
}
