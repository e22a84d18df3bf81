package io.troupe.node;

import io.troupe.core.node.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When the machine's usage is to be measured, and what was found and not told yet. Belongs to the
/// agent's actor.
final class UsageMeter {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private boolean started;
  private long startedNanos;
  private @Nullable Usage untold;

  /// Whether to measure now; a yes counts as done.
  boolean due(long nowNanos) {
    if (started && nowNanos - startedNanos < INTERVAL.toNanos()) {
      return false;
    }
    started = true;
    startedNanos = nowNanos;
    return true;
  }

  void measured(Usage usage) {
    untold = usage;
  }

  /// What is to be told, once.
  @Nullable Usage take() {
    Usage usage = untold;
    untold = null;
    return usage;
  }
}
