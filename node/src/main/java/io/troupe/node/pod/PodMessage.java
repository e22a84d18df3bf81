package io.troupe.node.pod;

import io.troupe.core.pod.PodSpec;
import io.troupe.node.container.ContainerEvent.Happened;
import io.troupe.node.container.ContainerInfo;
import java.util.List;

/// What a pod's keeper hears.
public sealed interface PodMessage {
  /// The pod is to run.
  record Run(PodSpec spec, long revision) implements PodMessage {}

  /// Nothing is to be left of the pod.
  record Stop() implements PodMessage {}

  /// This is what the runtime has of the pod, seen just now.
  record Found(List<ContainerInfo> containers) implements PodMessage {
    public Found {
      containers = List.copyOf(containers);
    }
  }

  /// Something has happened to a container of the pod.
  record Noticed(Happened event) implements PodMessage {}

  /// A pass has ended.
  record Finished(Outcome outcome) implements PodMessage {}

  /// The pass under way waits for an image.
  record Pulling() implements PodMessage {}

  /// A container has waited long enough for its restart.
  record RestartDue(String container) implements PodMessage {}

  /// A container has run for so long that it counts, if it still does.
  record TrialOver(String container) implements PodMessage {}

  /// It is time to try again after a failure.
  record RetryDue() implements PodMessage {}

  /// The pod has been starting for so long that it is news.
  record SettleDue() implements PodMessage {}
}
