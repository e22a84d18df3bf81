package io.troupe.persistence.history;

import io.troupe.core.Ref;
import io.troupe.core.State;
import java.time.Instant;

/// The latest snapshot of one resource.
///
/// @param seq the number of the last event that went into the state
/// @param revision of that event, 0 when it is no longer stored
/// @param at when the snapshot was taken
public record StoredState(Ref resource, long seq, long revision, Instant at, State state) {}
