package io.troupe.core.deployment;

/// A deployment as its service sees it.
///
/// @param message why, empty while all is well
/// @param replicas the number of pods it was told to keep when it said so
public record DeploymentNote(Condition condition, String message, int replicas) {
  /// What a service takes for granted of a deployment it has planned.
  public static final DeploymentNote PLANNED = new DeploymentNote(Condition.PROVISION, "", 0);

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
