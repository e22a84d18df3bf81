package io.troupe.core.deployment;

/// A deployment as its service sees it.
///
/// @param message why, empty while all is well
/// @param replicas the number of pods it was told to keep when it said so
/// @param version counts the changes of the deployment's condition; of two notes the one with the
///   higher version is the newer, whichever arrives first
public record DeploymentNote(Condition condition, String message, int replicas, long version) {
  /// What a service takes for granted of a deployment it has planned.
  public static final DeploymentNote PLANNED = new DeploymentNote(Condition.PROVISION, "", 0, 0);

  /// The note that follows on this one: this one when nothing is new.
  DeploymentNote then(Condition next, String why, int count) {
    return condition == next && message.equals(why) && replicas == count
        ? this
        : new DeploymentNote(next, why, count, version + 1);
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
