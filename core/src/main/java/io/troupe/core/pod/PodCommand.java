package io.troupe.core.pod;

import io.troupe.core.Command;
import io.troupe.core.placement.Placement;
import io.troupe.core.placement.Placement.FilterCount;
import java.util.List;

/// What a pod can be told.
public sealed interface PodCommand extends Command {
  /// From its deployment: exist.
  record Create(PodSpec spec) implements PodCommand {}

  /// From the node that has reserved room for it: you are here. Refused when the pod is elsewhere
  /// or going, upon which the node gives the room back.
  record Assign(String node, Placement placement) implements PodCommand {}

  /// From the scheduler: no node takes you now, for these reasons.
  record ReportUnschedulable(List<FilterCount> reasons) implements PodCommand {
    public ReportUnschedulable {
      reasons = List.copyOf(reasons);
    }
  }

  /// From the agent of the node it stands on. Answered `Pending` while the pod does not know yet
  /// that it stands there.
  record Observe(String node, Observation observation) implements PodCommand {}

  /// From its node: I have been silent too long, count me out.
  record NodeLost(String node) implements PodCommand {}

  /// From its deployment: end.
  record Destroy(String reason) implements PodCommand {}

  /// To itself: the deployment has taken this note.
  record ConfirmNote(PodNote note) implements PodCommand {}

  /// To itself: the node has nothing left of this pod.
  record ConfirmRelease(String node) implements PodCommand {}
}
