package io.troupe.actors.session;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When a member has last heard each agent, by whichever of its sessions: one that fails leaves
/// that to its successor. Thread-safe; keeps one number for each node that was ever heard.
public final class Heard {
  private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

  /// An agent was heard.
  void now(String node, long nowNanos) {
    lastNanos.put(node, nowNanos);
  }

  /// For how long an agent has been silent at the most.
  ///
  /// @param assumed what is taken for known of it otherwise, negative for a grace
  Duration silent(String node, Duration assumed, long nowNanos) {
    Long last = lastNanos.get(node);
    if (last == null || nowNanos - last >= assumed.toNanos()) {
      return assumed;
    }
    return Duration.ofNanos(nowNanos - last);
  }
}
