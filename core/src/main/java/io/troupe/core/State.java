package io.troupe.core;

/// What the events of one resource add up to. Each kind has one sealed family of states, one per
/// phase.
public interface State {}
