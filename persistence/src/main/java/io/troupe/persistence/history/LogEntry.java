package io.troupe.persistence.history;

import io.troupe.core.EventId;
import io.troupe.core.Recorded;

/// One event of the log.
///
/// @param revision its place in the order of the whole log; a reader that has seen it asks for what
///   comes after it
public record LogEntry(long revision, EventId id, Recorded<?> recorded) {}
