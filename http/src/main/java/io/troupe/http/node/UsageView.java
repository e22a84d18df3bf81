package io.troupe.http.node;

import io.troupe.core.node.Usage;

/// What of a node's machine is in use: bytes, billionths of a processor, and a count, as in the
/// node's capacity.
///
/// @param cpu processors wanted, averaged over a minute
/// @param containers of pods that run
public record UsageView(long ram, long cpu, long storage, int containers) {
  public static UsageView of(Usage usage) {
    return new UsageView(
        usage.memory().bytes(), usage.load().nanos(), usage.storage().bytes(), usage.containers());
  }
}
