package io.troupe.persistence.sqlite;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;

/// The section `troupe.journal`.
///
/// @param path the database file; its directory is created
/// @param readers how many connections read side by side
/// @param batchEvents at most this many events share one commit
/// @param queueEvents with more events than this waiting, writes are refused
/// @param queueBytes with more payload than this waiting, writes are refused
/// @param busyTimeout how long to wait for another process that holds the database
/// @param probeInterval how often a journal that cannot write tries again by itself
/// @param feedBuffer how many events a subscriber may be behind before it reads from the table
record JournalSettings(
    Path path,
    int readers,
    int batchEvents,
    int queueEvents,
    long queueBytes,
    Duration busyTimeout,
    Duration probeInterval,
    int feedBuffer) {

  static JournalSettings from(Config journal) {
    return new JournalSettings(
        Path.of(journal.getString("path")).toAbsolutePath(),
        journal.getInt("readers"),
        journal.getInt("batch-events"),
        journal.getInt("queue-events"),
        journal.getBytes("queue-size"),
        journal.getDuration("busy-timeout"),
        journal.getDuration("probe-interval"),
        journal.getInt("feed-buffer"));
  }
}
