package io.troupe.it;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.TerminalFailureException;
import org.awaitility.core.ThrowingRunnable;

/// Waiting for what must come true by itself. The patience is for a busy machine; an idle one needs
/// a small part of it.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(100);

  private Eventually() {}

  /// Returns when the assertions hold; fails with theirs when they do not in time.
  public static void eventually(ThrowingRunnable assertions) {
    within(PATIENCE).untilAsserted(assertions);
  }

  /// Returns when the assertions hold; fails with theirs when they do not in time, and with what
  /// must hold all along as soon as that does not.
  static void within(Duration patience, Runnable allAlong, ThrowingRunnable assertions) {
    try {
      within(patience).failFast("", allAlong::run).untilAsserted(assertions);
    } catch (TerminalFailureException failure) {
      if (failure.getCause() instanceof AssertionError told) {
        throw told;
      }
      throw failure;
    }
  }

  public static ConditionFactory within(Duration patience) {
    return Awaitility.await()
        .pollInSameThread()
        .ignoreExceptions()
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK)
        .atMost(patience);
  }
}
