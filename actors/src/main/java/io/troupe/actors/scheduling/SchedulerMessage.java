package io.troupe.actors.scheduling;

import io.troupe.actors.entity.Outcome;
import io.troupe.core.Cause;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;
import java.util.List;

/// What the scheduler understands. It lives beside the pods' shards on each control member, so none
/// of this travels.
public sealed interface SchedulerMessage {
  /// A pod wants a node.
  record Place(PlacementRequest request, PodSpec spec, Cause cause) implements SchedulerMessage {}

  /// Something has happened to a node; without events this is how it is at the start.
  record NodeChanged(Ref node, NodeState state, List<NodeEvent> events)
      implements SchedulerMessage {}

  /// A pod no longer wants a node.
  record Forget(Ref pod) implements SchedulerMessage {}

  /// A node has answered to a reservation.
  record Reserved(Outcome outcome) implements SchedulerMessage {}

  /// A node has not answered in time.
  record TimedOut(long ticket) implements SchedulerMessage {}

  /// There may be room now for pods that wait.
  enum Retry implements SchedulerMessage {
    /// A node can take more than before.
    ROOMIER,
    /// A node has refused a pod, or has not answered.
    REFUSED
  }
}
