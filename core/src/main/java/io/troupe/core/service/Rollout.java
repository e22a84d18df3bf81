package io.troupe.core.service;

import io.troupe.core.Ref;
import io.troupe.core.decider.Draft;
import io.troupe.core.deployment.DeploymentNote.Condition;
import io.troupe.core.deployment.DeploymentSpec;
import io.troupe.core.service.ServiceEvent.DeploymentActivated;
import io.troupe.core.service.ServiceEvent.DeploymentPlanned;
import io.troupe.core.service.ServiceEvent.DeploymentResized;
import io.troupe.core.service.ServiceEvent.DeploymentRetired;
import io.troupe.core.service.ServiceState.Active;
import io.troupe.core.service.ServiceState.Child;
import java.util.Map;
import java.util.Optional;

/// The blue/green rule: one deployment is current, it alone runs what the service says; the
/// deployment that served before keeps serving until the current one is ready. A change back to
/// what the serving deployment runs makes that one current again.
final class Rollout {
  private Rollout() {}

  /// Adds the events that the service's specification and its deployments' conditions call for.
  ///
  /// @param name for a deployment that has to be made, empty for the next number
  static void advance(Draft<ServiceEvent, ServiceState> draft, Ref service, String name) {
    if (!(draft.state() instanceof Active first)
        || first.spec().template().containers().isEmpty()) {
      return;
    }
    String hash = first.spec().hash();
    if (current(first, hash).isEmpty()) {
      plan(draft, first, service, name);
    }
    Active active = (Active) draft.state();
    Map.Entry<String, Child> current = current(active, hash).orElseThrow();
    if (current.getValue().spec().replicas() != active.spec().replicas()) {
      draft.add(new DeploymentResized(current.getKey(), active.spec().replicas()));
    }
    boolean ready =
        current.getValue().note().condition() == Condition.READY
            && current.getValue().note().replicas() == active.spec().replicas();
    if (ready && !current.getKey().equals(active.active())) {
      draft.add(new DeploymentActivated(current.getKey()));
    }
    retireOthers(draft, current.getKey());
  }

  private static Optional<Map.Entry<String, Child>> current(Active active, String hash) {
    return active.deployments().entrySet().stream()
        .filter(entry -> entry.getValue().wanted())
        .filter(entry -> entry.getValue().spec().hash().equals(hash))
        .findFirst();
  }

  private static void plan(
      Draft<ServiceEvent, ServiceState> draft, Active active, Ref service, String given) {
    int version = active.lastVersion() + 1;
    while (active.deployments().containsKey("v" + version)) {
      version++;
    }
    ServiceSpec spec = active.spec();
    draft.add(
        new DeploymentPlanned(
            given.isEmpty() ? "v" + version : given,
            new DeploymentSpec(
                service,
                version,
                spec.replicas(),
                0,
                spec.selector(),
                spec.template(),
                spec.hash())));
  }

  private static void retireOthers(Draft<ServiceEvent, ServiceState> draft, String current) {
    Active active = (Active) draft.state();
    for (Map.Entry<String, Child> entry : active.deployments().entrySet()) {
      String name = entry.getKey();
      Child child = entry.getValue();
      boolean serves = name.equals(active.active()) && child.note().condition() != Condition.ERROR;
      if (!name.equals(current) && child.wanted() && !serves) {
        draft.add(new DeploymentRetired(name, "replaced by " + current));
      }
    }
  }
}
