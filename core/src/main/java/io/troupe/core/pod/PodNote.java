package io.troupe.core.pod;

/// A pod as its deployment sees it.
///
/// @param message why, empty while all is well
/// @param version counts the changes of the pod\'s condition; of two notes the one with the higher
///   version is the newer, whichever arrives first
public record PodNote(Condition condition, String message, long version) {
  /// What a deployment takes for granted of a pod it has planned.
  public static final PodNote PLANNED = new PodNote(Condition.PROVISION, "", 0);

  /// The note that follows on this one: this one when nothing is new.
  PodNote then(Condition next, String why) {
    return condition == next && message.equals(why) ? this : new PodNote(next, why, version + 1);
  }

  /// The coarse condition of a pod.
  public enum Condition {
    /// Created, on its way to a node or starting there.
    PROVISION,
    /// All its containers run.
    READY,
    /// A container has ended and is being restarted.
    STOPPED,
    /// All containers have ended for good.
    EXITED,
    /// It cannot run as it is.
    ERROR,
    /// Its node is gone; it will not come back.
    LOST,
    /// It is gone.
    REMOVED
  }
}
