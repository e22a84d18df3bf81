package io.troupe.core.service;

import io.troupe.core.Event;
import io.troupe.core.decider.Refusal;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentSpec;
import io.troupe.core.network.Ipv4;

/// What has happened to a service.
public sealed interface ServiceEvent extends Event {
  /// A user wants this; the namespace has not granted it yet.
  ///
  /// @param generation counts the wishes, from 1
  /// @param deployment name for the deployment that follows, empty for the next number
  record ServiceRequested(ServiceSpec spec, long generation, String deployment)
      implements ServiceEvent {}

  /// The namespace grants it: this is what the service now is.
  record ServiceAdmitted(ServiceSpec spec, long generation, String deployment)
      implements ServiceEvent {}

  /// The namespace refuses it: the service stays what it was.
  record ServiceRefused(long generation, Refusal refusal) implements ServiceEvent {}

  /// A deployment is to exist.
  record DeploymentPlanned(String name, DeploymentSpec spec) implements ServiceEvent {}

  /// The deployment exists and has taken this change of its number of pods.
  record DeploymentConfirmed(String name, int resize) implements ServiceEvent {}

  /// The deployment is to have so many pods.
  record DeploymentResized(String name, int replicas) implements ServiceEvent {}

  /// The deployment is to end.
  record DeploymentRetired(String name, String reason) implements ServiceEvent {}

  /// The deployment has taken its end.
  record RetirementConfirmed(String name) implements ServiceEvent {}

  /// The deployment has told its condition; one that is gone is forgotten.
  record DeploymentNoted(String name, DeploymentNote note) implements ServiceEvent {}

  /// This deployment now serves.
  record DeploymentActivated(String name) implements ServiceEvent {}

  /// It can be called at this address.
  record AddressLeased(Ipv4 address) implements ServiceEvent {}

  /// The pool does not give it the address that it is to have; it goes on asking.
  record AddressMissed(String problem) implements ServiceEvent {}

  /// The address is the pool's again.
  record AddressReleased() implements ServiceEvent {}

  /// It is to end.
  record ServiceDestroyRequested() implements ServiceEvent {}

  /// It is gone, with all it ran.
  record ServiceRemoved() implements ServiceEvent {}

  /// The namespace has struck it off.
  record ServiceDismissed() implements ServiceEvent {}
}
