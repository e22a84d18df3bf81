package io.troupe.node.container;

import java.time.Instant;

/// A line that a container has printed.
///
/// @param stream `stdout` or `stderr`
/// @param text without its line end
public record LogLine(Instant at, String stream, String text) {}
