package io.troupe.persistence.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the storage is doing, for readiness and metrics.
///
/// @param problem why the latest write failed, absent when it did not
/// @param lastCommit how long the latest write took until the storage had it
/// @param queued events that wait for a write
/// @param head the newest revision
/// @param events events written since the start, by this member
/// @param commits writes since the start
public record StoreHealth(
    @Nullable Problem problem,
    Duration lastCommit,
    int queued,
    long head,
    long events,
    long commits) {

  /// Why writes fail.
  ///
  /// @param since when the first of them failed
  public record Problem(String message, Instant since) {}

  /// Whether the latest write went through.
  public boolean isWritable() {
    return problem == null;
  }
}
