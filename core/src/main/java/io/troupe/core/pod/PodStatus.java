package io.troupe.core.pod;

import io.troupe.core.placement.Placement.FilterCount;
import io.troupe.core.pod.PodNote.Condition;
import io.troupe.core.pod.PodState.Absent;
import io.troupe.core.pod.PodState.Assigned;
import io.troupe.core.pod.PodState.Destroying;
import io.troupe.core.pod.PodState.Facts;
import io.troupe.core.pod.PodState.Pending;
import io.troupe.core.pod.PodState.Removed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What follows from a pod's state for those who look at it.
public final class PodStatus {
  private PodStatus() {}

  /// What stays the same through the pod's phases; absent while there is no pod.
  public static Optional<Facts> facts(PodState state) {
    return switch (state) {
      case Absent _ -> Optional.empty();
      case Pending pending -> Optional.of(pending.facts());
      case Assigned assigned -> Optional.of(assigned.facts());
      case Destroying destroying -> Optional.of(destroying.facts());
      case Removed removed -> Optional.ofNullable(removed.facts());
    };
  }

  /// The node the pod stands on, if any.
  public static Optional<String> node(PodState state) {
    return switch (state) {
      case Assigned assigned -> Optional.of(assigned.node());
      case Destroying destroying -> Optional.ofNullable(destroying.node());
      case Absent _, Pending _, Removed _ -> Optional.empty();
    };
  }

  /// What the agent last saw of it.
  public static Observation observed(PodState state) {
    return switch (state) {
      case Assigned assigned -> assigned.observed();
      case Destroying destroying -> destroying.observed();
      case Absent _, Pending _, Removed _ -> Observation.NONE;
    };
  }

  /// The pod as its deployment is to see it.
  public static PodNote note(PodState state) {
    return facts(state).map(Facts::note).orElse(PodNote.PLANNED);
  }

  /// The note that follows on an earlier one.
  static PodNote note(PodState state, PodNote before, long events) {
    return switch (state) {
      case Absent _ -> before;
      case Pending pending -> before.then(Condition.PROVISION, waiting(pending.reasons()), events);
      case Assigned assigned -> note(assigned.observed(), before, events);
      case Destroying destroying ->
          destroying.lost() ? before.then(Condition.LOST, destroying.reason(), events) : before;
      case Removed removed -> before.then(Condition.REMOVED, removed.reason(), events);
    };
  }

  private static PodNote note(Observation observed, PodNote before, long events) {
    return switch (observed.phase()) {
      case NONE, PULL, STARTING, REMOVED -> before.then(Condition.PROVISION, "", events);
      case RUNNING -> before.then(Condition.READY, "", events);
      case STOPPED -> before.then(Condition.STOPPED, observed.message(), events);
      case EXITED -> before.then(Condition.EXITED, observed.message(), events);
      case ERROR -> before.then(Condition.ERROR, observed.message(), events);
    };
  }

  private static String waiting(List<FilterCount> reasons) {
    return reasons.isEmpty()
        ? ""
        : reasons.stream()
            .map(FilterCount::toString)
            .collect(Collectors.joining("; ", "no node takes it: ", ""));
  }
}
