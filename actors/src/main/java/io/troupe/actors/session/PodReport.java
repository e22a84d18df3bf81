package io.troupe.actors.session;

import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;

/// What an agent sees of a pod now.
public record PodReport(Ref pod, Observation observation) {}
