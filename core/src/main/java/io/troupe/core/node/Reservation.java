package io.troupe.core.node;

import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Placement;
import io.troupe.core.pod.PodSpec;

/// A pod's line in a node's ledger: the room it takes, and what the agent is to run.
///
/// @param placement why the scheduler chose this node, kept until the pod has taken it
public record Reservation(PodSpec spec, Demand demand, Placement placement, Stage stage) {
  /// How far the line has come.
  public enum Stage {
    /// Room is reserved; the pod has not agreed yet. The agent starts it all the same.
    OFFERED,
    /// The pod has agreed.
    CONFIRMED,
    /// The pod is to end here; the room stays taken until the agent says it is gone.
    STOPPING,
    /// The node is offline and the pod has been told.
    LOST
  }

  Reservation at(Stage next) {
    return new Reservation(spec, demand, placement, next);
  }
}
