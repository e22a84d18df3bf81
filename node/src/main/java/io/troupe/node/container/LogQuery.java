package io.troupe.node.container;

/// Which lines of a container are wanted.
///
/// @param tail at most so many of the last lines, 0 for all
/// @param follow whether to wait for further lines until the container ends
public record LogQuery(int tail, boolean follow) {}
