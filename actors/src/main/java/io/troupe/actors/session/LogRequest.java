package io.troupe.actors.session;

import io.troupe.core.Ref;

/// Which lines of a pod are wanted.
///
/// @param container name of one container, empty for all
/// @param tail at most so many of the last lines, 0 for all
/// @param follow whether to go on with lines as they are printed
public record LogRequest(Ref pod, String container, int tail, boolean follow) {}
