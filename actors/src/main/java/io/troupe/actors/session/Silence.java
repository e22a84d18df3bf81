package io.troupe.actors.session;

import java.time.Duration;

/// How long an agent has been silent. It tells the agent's silence from a pause of this process:
/// when a look comes much later than it was due, the time in between says nothing about the agent,
/// and counting starts over.
final class Silence {
  private static final Duration OWN_PAUSE = Duration.ofSeconds(1);
  private static final Duration FIRST_LOOK = Duration.ofMillis(1_500);
  private static final Duration MARGIN = Duration.ofMillis(20);

  /// What the silence means.
  enum Verdict {
    HEARD,
    SUSPECT,
    GONE
  }

  private final SessionSettings settings;
  private long heardNanos;
  private long lookDueNanos;

  Silence(SessionSettings settings, long nowNanos) {
    this.settings = settings;
    this.heardNanos = nowNanos;
    this.lookDueNanos = nowNanos;
  }

  /// Takes the agent to have been silent for so long, negative for a grace. Whoever lives has a
  /// moment to be heard before that means anything.
  ///
  /// @return how long until the first look
  Duration assume(Duration silent, long nowNanos) {
    heardNanos = nowNanos - silent.toNanos();
    Duration wait = nextLook(nowNanos);
    if (wait.compareTo(FIRST_LOOK) >= 0) {
      return wait;
    }
    lookDueNanos = nowNanos + FIRST_LOOK.toNanos();
    return FIRST_LOOK;
  }

  /// The agent was heard.
  void broken(long nowNanos) {
    heardNanos = nowNanos;
  }

  /// What is to be thought of the agent at a look that [#nextLook] has announced.
  Verdict at(long nowNanos) {
    if (nowNanos - lookDueNanos > OWN_PAUSE.toNanos()) {
      heardNanos = nowNanos;
    }
    long silent = nowNanos - heardNanos;
    if (silent >= settings.offlineAfter().toNanos()) {
      return Verdict.GONE;
    }
    return silent >= settings.suspectAfter().toNanos() ? Verdict.SUSPECT : Verdict.HEARD;
  }

  /// How long until the next look is worth while, noted for [#at].
  Duration nextLook(long nowNanos) {
    long silent = nowNanos - heardNanos;
    long suspect = settings.suspectAfter().toNanos();
    long offline = settings.offlineAfter().toNanos();
    long wait = silent < suspect ? suspect - silent : silent < offline ? offline - silent : suspect;
    lookDueNanos = nowNanos + wait;
    return Duration.ofNanos(wait).plus(MARGIN);
  }
}
