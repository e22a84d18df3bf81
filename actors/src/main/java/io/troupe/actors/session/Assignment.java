package io.troupe.actors.session;

import io.troupe.core.Ref;
import io.troupe.core.pod.PodSpec;

/// A pod that a node is to run.
///
/// @param revision the revision of the node's desired set that brought it
public record Assignment(Ref pod, PodSpec spec, long revision) {}
