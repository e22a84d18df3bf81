package io.troupe.core.pod;

import java.util.Optional;

/// A pod as its deployment sees it.
///
/// @param message why, empty while all is well
/// @param version how many events the pod had stored when its condition became this; of two notes
///   the one with the higher version is the newer, whichever arrives first
public record PodNote(Condition condition, String message, long version) {
  /// What a deployment takes for granted of a pod it has planned.
  public static final PodNote PLANNED = new PodNote(Condition.PROVISION, "", 0);

  /// The note that follows on this one: this one when nothing is new.
  PodNote then(Condition next, String why, long events) {
    PodNote following = new PodNote(next, why, events);
    return says(following) ? this : following;
  }

  private boolean says(PodNote other) {
    return condition == other.condition && message.equals(other.message);
  }

  /// This note as it has to be told to one who has taken another; empty when there is nothing to
  /// tell. The number of events makes it the newer one also when an older release had counted
  /// otherwise.
  Optional<PodNote> untold(PodNote taken, long events) {
    if (version > taken.version) {
      return Optional.of(this);
    }
    return says(taken) ? Optional.empty() : Optional.of(new PodNote(condition, message, events));
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
