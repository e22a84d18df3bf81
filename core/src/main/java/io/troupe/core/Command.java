package io.troupe.core;

/// A request to one resource, which may refuse it. Each kind has one sealed family of commands.
/// Commands between resources may arrive twice or late; every decider answers a repeated one as it
/// did the first.
public interface Command {}
