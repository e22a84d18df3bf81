package io.troupe.core.deployment;

import java.util.Optional;

/// A deployment as its service sees it.
///
/// @param message why, empty while all is well
/// @param replicas the number of pods it was told to keep when it said so
/// @param version how many events the deployment had stored when its condition became this; of two
///   notes the one with the higher version is the newer, whichever arrives first
public record DeploymentNote(Condition condition, String message, int replicas, long version) {
  /// What a service takes for granted of a deployment it has planned.
  public static final DeploymentNote PLANNED = new DeploymentNote(Condition.PROVISION, "", 0, 0);

  /// The note that follows on this one: this one when nothing is new.
  DeploymentNote then(Condition next, String why, int count, long events) {
    DeploymentNote following = new DeploymentNote(next, why, count, events);
    return says(following) ? this : following;
  }

  private boolean says(DeploymentNote other) {
    return condition == other.condition
        && message.equals(other.message)
        && replicas == other.replicas;
  }

  /// This note as it has to be told to one who has taken another; empty when there is nothing to
  /// tell. The number of events makes it the newer one also when an older release had counted
  /// otherwise.
  Optional<DeploymentNote> untold(DeploymentNote taken, long events) {
    if (version > taken.version) {
      return Optional.of(this);
    }
    return says(taken)
        ? Optional.empty()
        : Optional.of(new DeploymentNote(condition, message, replicas, events));
  }

  /// The condition of a deployment, by the words of the API.
  public enum Condition {
    /// Its pods are on their way.
    PROVISION,
    /// All wanted pods are ready.
    READY,
    /// Some wanted pods are not ready.
    DEGRADATION,
    /// None can run.
    ERROR,
    /// It is gone.
    DESTROYED
  }
}
