package io.troupe.core.pod;

import io.troupe.core.State;
import io.troupe.core.placement.Placement;
import io.troupe.core.placement.Placement.FilterCount;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pod by phase.
public sealed interface PodState extends State {
  /// There is no such pod, or not yet.
  record Absent() implements PodState {}

  /// It wants a node.
  ///
  /// @param reasons why it has none yet, empty before the scheduler has spoken
  record Pending(Facts facts, List<FilterCount> reasons) implements PodState {
    public Pending {
      reasons = List.copyOf(reasons);
    }
  }

  /// It stands on a node, in whatever phase its agent has seen.
  record Assigned(Facts facts, String node, Placement placement, Observation observed)
      implements PodState {}

  /// It is ending.
  ///
  /// @param node where it still stands, absent when nowhere
  /// @param lost true when its node is lost
  record Destroying(
      Facts facts, @Nullable String node, Observation observed, String reason, boolean lost)
      implements PodState {}

  /// It is gone.
  ///
  /// @param facts absent when it was destroyed before it was created
  record Removed(@Nullable Facts facts, String reason) implements PodState {}

  /// What stays the same through all phases.
  ///
  /// @param events how many events it has stored
  /// @param note its condition, for its deployment
  /// @param taken the last note its deployment has taken
  record Facts(
      PodSpec spec, Instant created, Instant updated, long events, PodNote note, PodNote taken) {}
}
