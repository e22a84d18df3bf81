package io.troupe.persistence.sqlite;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the journal is doing, for readiness and metrics.
///
/// @param problem why the latest write failed, absent when it did not
/// @param lastCommit how long the latest commit took, from the first statement to the sync
/// @param queued events that wait for a commit
/// @param head the newest revision
/// @param events events committed since the start
/// @param commits commits since the start
public record JournalHealth(
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
