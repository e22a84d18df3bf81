package io.troupe.persistence.sqlite;

import io.troupe.persistence.history.LogEntry;
import java.util.List;

/// What one commit added to the log.
///
/// @param first the first revision it gave
/// @param last the last revision it gave
/// @param entries the events of resources among them, in order
record Committed(long first, long last, List<LogEntry> entries) {}
