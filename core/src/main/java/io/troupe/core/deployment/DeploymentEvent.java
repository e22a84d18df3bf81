package io.troupe.core.deployment;

import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.pod.PodNote;
import java.util.List;

/// What has happened to a deployment.
public sealed interface DeploymentEvent extends Event {
  /// It exists.
  record DeploymentCreated(DeploymentSpec spec) implements DeploymentEvent {}

  /// It is to have so many pods.
  record DeploymentScaled(int replicas, int resize) implements DeploymentEvent {}

  /// These pods are to be created.
  record PodsPlanned(List<Ref> pods) implements DeploymentEvent {
    public PodsPlanned {
      pods = List.copyOf(pods);
    }
  }

  /// The pod has taken its creation.
  record PodConfirmed(Ref pod) implements DeploymentEvent {}

  /// The pod has told its condition.
  record PodNoted(Ref pod, PodNote note) implements DeploymentEvent {}

  /// These pods are no longer wanted.
  record PodsRetired(List<Ref> pods, String reason) implements DeploymentEvent {
    public PodsRetired {
      pods = List.copyOf(pods);
    }
  }

  /// The pod has taken its end.
  record RetirementConfirmed(Ref pod) implements DeploymentEvent {}

  /// It is to end, with all its pods.
  record DeploymentDestroyRequested(String reason) implements DeploymentEvent {}

  /// It is gone, and its pods are.
  ///
  /// @param version its version, also when it was never created; 0 in old logs
  record DeploymentRemoved(int version) implements DeploymentEvent {}

  /// Its service has taken this note of its condition.
  record DeploymentNoteTaken(DeploymentNote note) implements DeploymentEvent {}
}
