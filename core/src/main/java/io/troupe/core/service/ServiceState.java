package io.troupe.core.service;

import io.troupe.core.Ordered;
import io.troupe.core.State;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentSpec;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A service by phase.
public sealed interface ServiceState extends State {
  /// The number of the last deployment; numbers are never used twice, not even after removal.
  int lastVersion();

  /// The number of the last wish of a user.
  long generation();

  /// There is no such service.
  record Absent(int lastVersion, long generation) implements ServiceState {}

  /// A user wants it, the namespace has not yet agreed.
  record Requested(Wish wish, int lastVersion, long generation, Instant created)
      implements ServiceState {}

  /// It exists.
  ///
  /// @param wish a change that the namespace has not granted yet, absent mostly
  /// @param deployments by name
  /// @param active name of the deployment that serves, empty for none
  /// @param address its own
  record Active(
      ServiceSpec spec,
      @Nullable Wish wish,
      SortedMap<String, Child> deployments,
      String active,
      int lastVersion,
      long generation,
      Address address,
      Instant created,
      Instant updated)
      implements ServiceState {
    public Active {
      deployments = Ordered.copy(deployments);
      address = Address.orNone(address);
    }
  }

  /// It ends with its deployments.
  record Destroying(
      ServiceSpec spec,
      SortedMap<String, Child> deployments,
      int lastVersion,
      long generation,
      Address address,
      Instant created,
      Instant updated)
      implements ServiceState {
    public Destroying {
      deployments = Ordered.copy(deployments);
      address = Address.orNone(address);
    }
  }

  /// It is gone, but the namespace does not know yet.
  record Removed(int lastVersion, long generation) implements ServiceState {}

  /// A specification that the namespace has not granted yet.
  ///
  /// @param deployment name for the deployment that follows, empty for the next number
  record Wish(ServiceSpec spec, String deployment) {}

  /// A deployment as its service knows it.
  ///
  /// @param spec with the number of pods wanted now
  /// @param confirmed true once the deployment has taken its creation
  /// @param told the last change of the number of pods it has taken
  /// @param note its condition
  /// @param reason why it is to end, empty while wanted
  record Child(
      DeploymentSpec spec,
      boolean confirmed,
      int told,
      DeploymentNote note,
      End end,
      String reason) {
    /// Whether and how far it is ending.
    public enum End {
      /// It is wanted.
      NONE,
      /// It is to end, but has not answered yet.
      RETIRING,
      /// It is to end, and knows.
      RETIRED
    }

    /// True while the service wants it.
    public boolean wanted() {
      return end == End.NONE;
    }
  }
}
