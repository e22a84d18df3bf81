package io.troupe.actors.cluster;

import java.time.Duration;

/// Tells by ticks that should come every 200 ms that the process stood still, and for how long its
/// picture of the others must not be trusted after it.
final class Standstill {
  /// Ticks this far apart were not merely late.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Heartbeats come every 400 ms, the failure detector is asked every 200 ms, and news travel by
  /// gossip every 300 ms.
  private static final Duration RECOVERY = Duration.ofMillis(1_500);

  private long lastNanos;
  private long trustedFromNanos;

  Standstill(long now) {
    lastNanos = now;
    trustedFromNanos = now;
  }

  /// @param now nanoseconds of a clock that goes on while the process stands still
  /// @return whether the picture of the others may be acted on at this tick
  boolean tick(long now) {
    if (now - lastNanos > PAUSE.toNanos()) {
      trustedFromNanos = now + RECOVERY.toNanos();
    }
    lastNanos = now;
    return now - trustedFromNanos >= 0;
  }
}
