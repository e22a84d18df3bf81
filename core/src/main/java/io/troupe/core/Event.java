package io.troupe.core;

/// A fact that a resource has stored: past tense, never changed afterwards, the only thing that
/// changes a [State]. Each kind has one sealed family of events.
public interface Event {}
