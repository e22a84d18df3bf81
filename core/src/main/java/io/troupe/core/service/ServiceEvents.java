package io.troupe.core.service;

import io.troupe.core.Ordered;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentNote.Condition;
import io.troupe.core.service.ServiceEvent.AddressLeased;
import io.troupe.core.service.ServiceEvent.AddressMissed;
import io.troupe.core.service.ServiceEvent.AddressReleased;
import io.troupe.core.service.ServiceEvent.DeploymentActivated;
import io.troupe.core.service.ServiceEvent.DeploymentConfirmed;
import io.troupe.core.service.ServiceEvent.DeploymentNoted;
import io.troupe.core.service.ServiceEvent.DeploymentPlanned;
import io.troupe.core.service.ServiceEvent.DeploymentResized;
import io.troupe.core.service.ServiceEvent.DeploymentRetired;
import io.troupe.core.service.ServiceEvent.RetirementConfirmed;
import io.troupe.core.service.ServiceEvent.ServiceAdmitted;
import io.troupe.core.service.ServiceEvent.ServiceDestroyRequested;
import io.troupe.core.service.ServiceEvent.ServiceDismissed;
import io.troupe.core.service.ServiceEvent.ServiceRefused;
import io.troupe.core.service.ServiceEvent.ServiceRemoved;
import io.troupe.core.service.ServiceEvent.ServiceRequested;
import io.troupe.core.service.ServiceState.Absent;
import io.troupe.core.service.ServiceState.Active;
import io.troupe.core.service.ServiceState.Child;
import io.troupe.core.service.ServiceState.Destroying;
import io.troupe.core.service.ServiceState.Removed;
import io.troupe.core.service.ServiceState.Requested;
import io.troupe.core.service.ServiceState.Wish;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What each event makes of a service.
final class ServiceEvents {
  private ServiceEvents() {}

  static ServiceState apply(ServiceState state, ServiceEvent event, Instant at) {
    return switch (event) {
      case ServiceRequested requested -> requested(state, requested, at);
      case ServiceAdmitted admitted -> admitted(state, admitted, at);
      case ServiceRefused _ -> refused(state);
      case DeploymentPlanned planned -> planned(state, planned);
      case DeploymentConfirmed confirmed ->
          child(
              state,
              confirmed.name(),
              c -> new Child(c.spec(), true, confirmed.resize(), c.note(), c.end(), c.reason()));
      case DeploymentResized resized ->
          child(
              state,
              resized.name(),
              c ->
                  new Child(
                      c.spec().resized(resized.replicas()),
                      c.confirmed(),
                      c.told(),
                      c.note(),
                      c.end(),
                      c.reason()));
      case DeploymentRetired retired ->
          child(state, retired.name(), c -> ending(c, Child.End.RETIRING, retired.reason()));
      case RetirementConfirmed confirmed ->
          child(state, confirmed.name(), c -> ending(c, Child.End.RETIRED, c.reason()));
      case DeploymentNoted noted -> noted(state, noted);
      case DeploymentActivated activated ->
          state instanceof Active a
              ? copy(a, a.deployments(), activated.name(), a.lastVersion())
              : state;
      case AddressLeased leased -> addressed(state, Address.of(leased.address()));
      case AddressMissed missed ->
          addressed(state, ServiceStatus.address(state).missing(missed.problem()));
      case AddressReleased() -> addressed(state, Address.NONE);
      case ServiceDestroyRequested() -> destroying(state, at);
      case ServiceRemoved() -> new Removed(state.lastVersion(), state.generation());
      case ServiceDismissed() ->
          state instanceof Removed ? new Absent(state.lastVersion(), state.generation()) : state;
    };
  }

  private static ServiceState requested(
      ServiceState state, ServiceRequested requested, Instant at) {
    Wish wish = new Wish(requested.spec(), requested.deployment());
    return switch (state) {
      case Absent _, Removed _ ->
          new Requested(wish, state.lastVersion(), requested.generation(), at);
      case Requested before ->
          new Requested(wish, state.lastVersion(), requested.generation(), before.created());
      case Active a ->
          new Active(
              a.spec(),
              wish,
              a.deployments(),
              a.active(),
              a.lastVersion(),
              requested.generation(),
              a.address(),
              a.created(),
              a.updated());
      case Destroying _ -> state;
    };
  }

  private static ServiceState admitted(ServiceState state, ServiceAdmitted admitted, Instant at) {
    return switch (state) {
      case Requested r ->
          new Active(
              admitted.spec(),
              null,
              NO_CHILDREN,
              "",
              r.lastVersion(),
              admitted.generation(),
              Address.NONE,
              r.created(),
              at);
      case Active a ->
          new Active(
              admitted.spec(),
              null,
              a.deployments(),
              a.active(),
              a.lastVersion(),
              admitted.generation(),
              a.address()
                  .turned(a.spec().network(), admitted.spec().network(), admitted.generation()),
              a.created(),
              at);
      case Absent _, Destroying _, Removed _ -> state;
    };
  }

  static final SortedMap<String, Child> NO_CHILDREN =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private static ServiceState refused(ServiceState state) {
    return switch (state) {
      // The namespace may not have heard yet that the one before it is gone.
      case Requested r ->
          r.generation() > 1
              ? new Removed(r.lastVersion(), r.generation())
              : new Absent(r.lastVersion(), r.generation());
      case Active a ->
          new Active(
              a.spec(),
              null,
              a.deployments(),
              a.active(),
              a.lastVersion(),
              a.generation(),
              a.address(),
              a.created(),
              a.updated());
      case Absent _, Destroying _, Removed _ -> state;
    };
  }

  private static ServiceState planned(ServiceState state, DeploymentPlanned planned) {
    if (!(state instanceof Active a)) {
      return state;
    }
    Child child = new Child(planned.spec(), false, 0, DeploymentNote.PLANNED, Child.End.NONE, "");
    return copy(
        a,
        Ordered.with(a.deployments(), planned.name(), child),
        a.active(),
        planned.spec().version());
  }

  private static ServiceState noted(ServiceState state, DeploymentNoted noted) {
    if (noted.note().condition() != Condition.DESTROYED) {
      return child(
          state,
          noted.name(),
          c -> new Child(c.spec(), c.confirmed(), c.told(), noted.note(), c.end(), c.reason()));
    }
    return switch (state) {
      case Active a ->
          copy(
              a,
              Ordered.without(a.deployments(), noted.name()),
              a.active().equals(noted.name()) ? "" : a.active(),
              a.lastVersion());
      case Destroying d -> withChildren(d, Ordered.without(d.deployments(), noted.name()));
      case Absent _, Requested _, Removed _ -> state;
    };
  }

  private static ServiceState destroying(ServiceState state, Instant at) {
    if (!(state instanceof Active a)) {
      return state;
    }
    TreeMap<String, Child> children = new TreeMap<>(a.deployments());
    children.replaceAll(
        (_, c) -> c.wanted() ? ending(c, Child.End.RETIRING, "the service is removed") : c);
    return new Destroying(
        a.spec(), children, a.lastVersion(), a.generation(), a.address(), a.created(), at);
  }

  private static Child ending(Child child, Child.End end, String reason) {
    return new Child(child.spec(), child.confirmed(), child.told(), child.note(), end, reason);
  }

  private static ServiceState child(ServiceState state, String name, UnaryOperator<Child> change) {
    return switch (state) {
      case Active a -> copy(a, changed(a.deployments(), name, change), a.active(), a.lastVersion());
      case Destroying d -> withChildren(d, changed(d.deployments(), name, change));
      case Absent _, Requested _, Removed _ -> state;
    };
  }

  private static SortedMap<String, Child> changed(
      SortedMap<String, Child> children, String name, UnaryOperator<Child> change) {
    Child child = children.get(name);
    return child == null ? children : Ordered.with(children, name, change.apply(child));
  }

  private static Active copy(
      Active a, Map<String, Child> deployments, String active, int lastVersion) {
    return new Active(
        a.spec(),
        a.wish(),
        Ordered.copy(deployments),
        active,
        lastVersion,
        a.generation(),
        a.address(),
        a.created(),
        a.updated());
  }

  private static Destroying withChildren(Destroying d, SortedMap<String, Child> children) {
    return new Destroying(
        d.spec(), children, d.lastVersion(), d.generation(), d.address(), d.created(), d.updated());
  }

  private static ServiceState addressed(ServiceState state, Address address) {
    return switch (state) {
      case Active a ->
          new Active(
              a.spec(),
              a.wish(),
              a.deployments(),
              a.active(),
              a.lastVersion(),
              a.generation(),
              address,
              a.created(),
              a.updated());
      case Destroying d ->
          new Destroying(
              d.spec(),
              d.deployments(),
              d.lastVersion(),
              d.generation(),
              address,
              d.created(),
              d.updated());
      case Absent _, Requested _, Removed _ -> state;
    };
  }
}
