package io.troupe.http.history;

import io.troupe.core.placement.Placement;
import io.troupe.core.placement.Placement.FilterCount;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.ContainerStatus;
import io.troupe.core.pod.PodEvent;
import java.util.List;
import java.util.stream.Collectors;

/// What has happened to a pod, in words that follow its name.
final class PodTelling {
  private PodTelling() {}

  static String of(PodEvent event) {
    return switch (event) {
      case PodEvent.PodCreated(var spec) ->
          "was created by its deployment to run "
              + spec.template().containers().stream()
                  .map(container -> container.image().reference())
                  .collect(Collectors.joining(" and "));
      case PodEvent.PodUnschedulable(List<FilterCount> reasons) ->
          "waits: no node takes it" + Telling.because(reasons(reasons));
      case PodEvent.PodAssigned(String node, Placement placement) ->
          "was placed on node %s%s".formatted(node, choice(placement));
      case PodEvent.PodObserved(Observation observation) -> observed(observation);
      case PodEvent.PodLost(String node) -> "was lost with node " + node;
      case PodEvent.PodDestroyRequested(String reason) -> "is to end" + Telling.because(reason);
      case PodEvent.PodRemoved() -> "is gone; nothing is left of it";
      case PodEvent.PodNoteTaken _ -> "was heard by its deployment";
    };
  }

  private static String reasons(List<FilterCount> reasons) {
    return reasons.stream().map(FilterCount::toString).collect(Collectors.joining("; "));
  }

  private static String choice(Placement placement) {
    String rejected = reasons(placement.rejected());
    return ", the best of %d that could take it of %d looked at%s"
        .formatted(
            placement.feasible(),
            placement.considered(),
            rejected.isEmpty() ? "" : " (" + rejected + ")");
  }

  private static String observed(Observation observation) {
    String message = Telling.because(observation.message());
    return switch (observation.phase()) {
      case NONE -> "was not seen by its node yet";
      case PULL -> "waits for its images to be pulled" + message;
      case STARTING -> "is being started" + message;
      case RUNNING -> "runs" + ids(observation) + message;
      case STOPPED -> "has a container that ended and waits for its restart" + message;
      case EXITED -> "has ended, and is not restarted" + message;
      case ERROR -> "cannot run" + message;
      case REMOVED -> "has no container left on its node" + message;
    };
  }

  private static String ids(Observation observation) {
    String ids =
        observation.containers().stream()
            .map(ContainerStatus::id)
            .filter(id -> !id.isEmpty())
            .map(id -> id.substring(0, Math.min(12, id.length())))
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? "" : " in container " + ids;
  }
}
