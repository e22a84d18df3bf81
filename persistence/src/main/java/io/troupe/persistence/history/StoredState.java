package io.troupe.persistence.history;

import io.troupe.core.Ref;
import io.troupe.core.State;
import java.time.Instant;

/// The latest snapshot of one resource.
///
/// @param seq the number of the last event that went into the state
/// @param revision the place of that event in the order of the whole log
/// @param at when that event was stored
public record StoredState(Ref resource, long seq, long revision, Instant at, State state) {}
