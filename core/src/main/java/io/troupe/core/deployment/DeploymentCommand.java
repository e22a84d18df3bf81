package io.troupe.core.deployment;

import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.core.pod.PodNote;

/// What a deployment can be told.
public sealed interface DeploymentCommand extends Command {
  /// From its service: exist.
  record Create(DeploymentSpec spec) implements DeploymentCommand {}

  /// From its service: have so many pods.
  ///
  /// @param resize counts the changes of the number, so that an old one that comes late changes
  ///   nothing
  /// @param version of the deployment that is meant, as there may have been one of the same name; 0
  ///   from who does not say
  record Scale(int replicas, int resize, int version) implements DeploymentCommand {}

  /// From one of its pods: this is how I am.
  record NotePod(Ref pod, PodNote note) implements DeploymentCommand {}

  /// From its service: end.
  ///
  /// @param version of the deployment that is meant; 0 from who does not say
  record Destroy(String reason, int version) implements DeploymentCommand {}

  /// To itself: the pod has taken its creation.
  record ConfirmPod(Ref pod) implements DeploymentCommand {}

  /// To itself: the pod has taken its end.
  record ConfirmRetirement(Ref pod) implements DeploymentCommand {}

  /// To itself: the service has taken this note.
  record ConfirmNote(DeploymentNote note) implements DeploymentCommand {}
}
