package io.troupe.core.service;

import io.troupe.core.Command;
import io.troupe.core.decider.Refusal;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.network.Ipv4;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import org.jspecify.annotations.Nullable;

/// What a service can be told.
public sealed interface ServiceCommand extends Command {
  /// From a user: exist. Refused when it does.
  record Create(ServicePatch patch) implements ServiceCommand {}

  /// From a user: change. Refused when it does not exist.
  ///
  /// @param redeploy make a new deployment even when nothing else changes
  record Update(ServicePatch patch, boolean redeploy) implements ServiceCommand {}

  /// From a user: exist like this, created or changed as need be.
  record Apply(ServicePatch patch, boolean redeploy) implements ServiceCommand {}

  /// From a user: run so many pods, everything else as it is.
  record Scale(int replicas) implements ServiceCommand {}

  /// From a user: end, with everything it runs.
  record Remove() implements ServiceCommand {}

  /// From a user: run this deployment, made by hand, beside the active one until it is ready.
  record AddDeployment(String name, int replicas, @Nullable Selector selector, PodTemplate template)
      implements ServiceCommand {}

  /// From a user: change the number of pods of one deployment.
  record ScaleDeployment(String name, int replicas) implements ServiceCommand {}

  /// From a user: end one deployment; where it was the current one, a new one follows.
  record RetireDeployment(String name) implements ServiceCommand {}

  /// From one of its deployments: this is how I am.
  ///
  /// @param version of the deployment, as there may have been one of the same name; 0 from who does
  ///   not say
  record NoteDeployment(String name, DeploymentNote note, int version) implements ServiceCommand {}

  /// From its namespace: you are granted what you wished in this generation. Refused when there is
  /// no such service any more, upon which the namespace strikes it off.
  ///
  /// @param limitsDefaulted containers without limits get the namespace's defaults
  record Admit(long generation, boolean limitsDefaulted) implements ServiceCommand {}

  /// To itself: the namespace refuses it.
  record Refuse(long generation, Refusal refusal) implements ServiceCommand {}

  /// To itself: the deployment exists and has taken this change of its number of pods.
  record ConfirmDeployment(String name, int resize) implements ServiceCommand {}

  /// To itself: the deployment has taken its end.
  record ConfirmRetirement(String name) implements ServiceCommand {}

  /// From the pool of addresses: this one is yours. Refused when it does not want it.
  ///
  /// @param number of the wish that it answers
  record TakeAddress(Ipv4 address, long number) implements ServiceCommand {}

  /// To itself: the pool does not give the address.
  record MissAddress(String problem) implements ServiceCommand {}

  /// To itself: the pool has the address back.
  record DropAddress() implements ServiceCommand {}

  /// To itself: the namespace has struck it off.
  record ConfirmDismissal() implements ServiceCommand {}
}
