package io.troupe.core;

import java.time.Instant;

/// An event as it is stored: the envelope around every entry of the log. Resource and sequence
/// number are the journal's own columns ([EventId]).
public record Recorded<E extends Event>(Instant at, Cause cause, E event) {}
