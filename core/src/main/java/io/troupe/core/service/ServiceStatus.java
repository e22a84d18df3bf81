package io.troupe.core.service;

import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.service.ServiceState.Absent;
import io.troupe.core.service.ServiceState.Active;
import io.troupe.core.service.ServiceState.Child;
import io.troupe.core.service.ServiceState.Destroying;
import io.troupe.core.service.ServiceState.Removed;
import io.troupe.core.service.ServiceState.Requested;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/// What follows from a service's state for those who look at it.
///
/// @param state by the words of the API: `created`, `provision`, `ready`, `degradation`, `error`,
///   `destroy`, `destroyed`
/// @param message why, empty while all is well
public record ServiceStatus(String state, String message) {
  /// The status of a service: of the current deployment while that is on its way, else of the one
  /// that serves.
  public static ServiceStatus of(ServiceState state) {
    return switch (state) {
      case Absent _, Removed _ -> new ServiceStatus("destroyed", "");
      case Requested _ -> new ServiceStatus("created", "");
      case Destroying _ -> new ServiceStatus("destroy", "");
      case Active active -> reachable(of(active), active.address());
    };
  }

  /// A service that cannot be called at the address it is to have is not ready.
  private static ServiceStatus reachable(ServiceStatus status, Address address) {
    return address.problem().isEmpty() || !status.state().equals("ready")
        ? status
        : new ServiceStatus("error", address.problem());
  }

  private static ServiceStatus of(Active active) {
    if (active.spec().template().containers().isEmpty()) {
      return new ServiceStatus("ready", "");
    }
    String hash = active.spec().hash();
    for (Map.Entry<String, Child> entry : active.deployments().entrySet()) {
      Child child = entry.getValue();
      if (child.wanted() && child.spec().hash().equals(hash)) {
        return of(child, active.spec().replicas());
      }
    }
    return new ServiceStatus("provision", "");
  }

  private static ServiceStatus of(Child child, int replicas) {
    DeploymentNote note = child.note();
    boolean settling = note.replicas() != replicas;
    return settling && note.condition() == DeploymentNote.Condition.READY
        ? new ServiceStatus("provision", "")
        : new ServiceStatus(note.condition().name().toLowerCase(Locale.ROOT), note.message());
  }

  /// Its own address.
  public static Address address(ServiceState state) {
    return switch (state) {
      case Active active -> active.address();
      case Destroying destroying -> destroying.address();
      case Absent _, Requested _, Removed _ -> Address.NONE;
    };
  }

  /// Its deployments by name.
  public static SortedMap<String, Child> deployments(ServiceState state) {
    return switch (state) {
      case Active active -> active.deployments();
      case Destroying destroying -> destroying.deployments();
      case Absent _, Requested _, Removed _ -> ServiceEvents.NO_CHILDREN;
    };
  }
}
