package io.troupe.core.deployment;

import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentNote.Condition;
import io.troupe.core.deployment.DeploymentState.Absent;
import io.troupe.core.deployment.DeploymentState.Active;
import io.troupe.core.deployment.DeploymentState.Destroying;
import io.troupe.core.deployment.DeploymentState.Facts;
import io.troupe.core.deployment.DeploymentState.Member;
import io.troupe.core.deployment.DeploymentState.Removed;
import io.troupe.core.pod.PodNote;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What follows from a deployment's state for those who look at it.
public final class DeploymentStatus {
  private static final SortedMap<Ref, Member> NO_PODS =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private DeploymentStatus() {}

  /// What stays the same through the phases; absent while there is no deployment.
  public static Optional<Facts> facts(DeploymentState state) {
    return switch (state) {
      case Absent _ -> Optional.empty();
      case Active active -> Optional.of(active.facts());
      case Destroying destroying -> Optional.of(destroying.facts());
      case Removed removed -> Optional.ofNullable(removed.facts());
    };
  }

  /// Its pods, wanted or on their way out.
  public static SortedMap<Ref, Member> pods(DeploymentState state) {
    return switch (state) {
      case Active active -> active.pods();
      case Destroying destroying -> destroying.pods();
      case Absent _, Removed _ -> NO_PODS;
    };
  }

  /// How many of its pods are wanted.
  public static int wanted(Active active) {
    int wanted = 0;
    for (Member member : active.pods().values()) {
      wanted += member.wanted() ? 1 : 0;
    }
    return wanted;
  }

  /// The version that lives under this name, or has been the last to; 0 when none is known.
  static int version(DeploymentState state) {
    int lived = facts(state).map(facts -> facts.spec().version()).orElse(0);
    return state instanceof Removed removed ? Math.max(lived, removed.version()) : lived;
  }

  /// The deployment as its service is to see it.
  public static DeploymentNote note(DeploymentState state) {
    return facts(state).map(Facts::note).orElse(DeploymentNote.PLANNED);
  }

  /// The note that follows on an earlier one. Pods that are no longer wanted do not count.
  static DeploymentNote note(DeploymentState state, DeploymentNote before, long events) {
    return switch (state) {
      case Absent _, Destroying _ -> before;
      case Active active -> note(active, before, events);
      case Removed removed -> before.then(Condition.DESTROYED, removed.reason(), 0, events);
    };
  }

  private static DeploymentNote note(Active active, DeploymentNote before, long events) {
    int ready = 0;
    int missing = 0;
    boolean provision = false;
    String error = "";
    String message = "";
    for (Member member : active.pods().values()) {
      if (!member.wanted()) {
        continue;
      }
      PodNote note = member.note();
      switch (note.condition()) {
        case READY -> ready++;
        case PROVISION -> {
          provision = true;
          missing++;
        }
        case ERROR -> {
          error = note.message().isEmpty() ? "a pod cannot run" : note.message();
          missing++;
        }
        case STOPPED, EXITED, LOST, REMOVED -> missing++;
      }
      if (message.isEmpty()) {
        message = note.message();
      }
    }
    int replicas = active.facts().spec().replicas();
    if (missing == 0) {
      return before.then(
          ready < replicas ? Condition.PROVISION : Condition.READY, "", replicas, events);
    }
    if (!error.isEmpty() && ready == 0) {
      return before.then(Condition.ERROR, error, replicas, events);
    }
    return before.then(
        provision ? Condition.PROVISION : Condition.DEGRADATION, message, replicas, events);
  }
}
