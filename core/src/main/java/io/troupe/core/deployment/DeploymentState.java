package io.troupe.core.deployment;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.pod.PodNote;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A deployment by phase.
public sealed interface DeploymentState extends State {
  /// There is no such deployment, or not yet.
  record Absent() implements DeploymentState {}

  /// It keeps its pods at the wanted number.
  record Active(Facts facts, SortedMap<Ref, Member> pods) implements DeploymentState {
    public Active {
      pods = Ordered.copy(pods);
    }
  }

  /// It ends with its pods.
  record Destroying(Facts facts, SortedMap<Ref, Member> pods, String reason)
      implements DeploymentState {
    public Destroying {
      pods = Ordered.copy(pods);
    }
  }

  /// It is gone.
  ///
  /// @param facts absent when it was destroyed before it was created
  /// @param version the last one of this name that is gone; 0 when nobody has said
  record Removed(@Nullable Facts facts, String reason, int version) implements DeploymentState {}

  /// What stays the same through all phases.
  ///
  /// @param events how many events it has stored
  /// @param note its condition, for its service
  /// @param taken the last note its service has taken
  record Facts(
      DeploymentSpec spec,
      Instant created,
      Instant updated,
      long events,
      DeploymentNote note,
      DeploymentNote taken) {}

  /// A pod as its deployment knows it.
  record Member(Stage stage, PodNote note, String reason) {
    /// How far deployment and pod agree.
    public enum Stage {
      /// Wanted; the pod has not answered yet.
      PLANNED,
      /// Wanted, and the pod knows.
      WANTED,
      /// No longer wanted; the pod has not answered yet.
      RETIRING,
      /// No longer wanted, and the pod knows.
      RETIRED
    }

    /// True while the pod counts.
    public boolean wanted() {
      return stage == Stage.PLANNED || stage == Stage.WANTED;
    }
  }
}
