package io.troupe.simulator.check;

import io.troupe.actors.Deciders;
import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.deployment.DeploymentEvent;
import io.troupe.core.deployment.DeploymentState;
import io.troupe.core.deployment.DeploymentStatus;
import io.troupe.core.namespace.NamespaceEvent;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.namespace.Quota;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.core.placement.Fit;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import io.troupe.core.service.ServiceEvent;
import io.troupe.core.service.ServiceState;
import io.troupe.core.template.Limits;
import io.troupe.persistence.history.LogEntry;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What must hold after every stored event, by the state that the log gives.
public final class StepChecks {
  private final Map<Ref, State> states = new TreeMap<>();
  private final Set<Ref> assigned = new HashSet<>();
  private final Map<Ref, Integer> versions = new HashMap<>();

  /// All states as the log gives them.
  public Map<Ref, State> states() {
    return Collections.unmodifiableMap(states);
  }

  /// One state as the log gives it.
  public State state(Ref resource) {
    State known = states.get(resource);
    return known == null ? Deciders.empty(resource.kind()) : known;
  }

  /// Takes in the next event of the log.
  public void stored(LogEntry entry) {
    Ref resource = entry.id().resource();
    Event event = entry.recorded().event();
    State before = state(resource);
    State after = Deciders.apply(resource.kind(), before, event, entry.recorded().at());
    states.put(resource, after);
    switch (event) {
      case PodEvent pod -> pod(resource, (PodState) before, (PodState) after, pod);
      case DeploymentEvent deployment ->
          deployment(resource, (DeploymentState) before, (DeploymentState) after, deployment);
      case ServiceEvent service ->
          service(resource, (ServiceState) before, (ServiceState) after, service);
      case NamespaceEvent namespace ->
          namespace(resource, (NamespaceState) before, (NamespaceState) after, namespace);
      default -> {}
    }
    if (after instanceof NodeState node) {
      ledger(resource, node);
    }
  }

  private void pod(Ref pod, PodState before, PodState after, PodEvent event) {
    if (event instanceof PodEvent.PodAssigned) {
      require(
          assigned.add(pod), "assigned-once", () -> pod + " is given a node for the second time");
    }
    require(
        !(before instanceof PodState.Removed) || after instanceof PodState.Removed,
        "gone-for-good",
        () -> pod + " was removed and is " + after);
    long told = PodStatus.facts(before).map(facts -> facts.note().version()).orElse(0L);
    long now = PodStatus.facts(after).map(facts -> facts.note().version()).orElse(told);
    require(now >= told, "monotone-note", () -> pod + " counts its notes back to " + now);
    long taken = PodStatus.facts(before).map(facts -> facts.taken().version()).orElse(0L);
    long takenNow = PodStatus.facts(after).map(facts -> facts.taken().version()).orElse(taken);
    require(takenNow >= taken, "monotone-note", () -> pod + " takes back note " + taken);
  }

  private void deployment(
      Ref deployment, DeploymentState before, DeploymentState after, DeploymentEvent event) {
    if (before instanceof DeploymentState.Active old
        && after instanceof DeploymentState.Active now) {
      require(
          now.facts().spec().resize() >= old.facts().spec().resize(),
          "monotone-resize",
          () -> deployment + " goes back to resize " + now.facts().spec().resize());
      require(
          now.facts().note().version() >= old.facts().note().version(),
          "monotone-note",
          () -> deployment + " counts its notes back to " + now.facts().note().version());
    }
    if (event instanceof DeploymentEvent.PodNoted noted) {
      DeploymentState.Member known = DeploymentStatus.pods(before).get(noted.pod());
      require(
          known == null || noted.note().version() > known.note().version(),
          "monotone-note",
          () -> deployment + " takes an old note of " + noted.pod() + ": " + noted.note());
    }
    if (before instanceof DeploymentState.Removed old
        && old.facts() != null
        && after instanceof DeploymentState.Active now) {
      require(
          now.facts().spec().version() > old.facts().spec().version(),
          "gone-for-good",
          () -> deployment + " comes back as version " + now.facts().spec().version());
    }
  }

  private void service(Ref service, ServiceState before, ServiceState after, ServiceEvent event) {
    require(
        after.generation() >= before.generation(),
        "monotone-generation",
        () -> service + " goes back to generation " + after.generation());
    require(
        after.lastVersion() >= before.lastVersion(),
        "monotone-version",
        () -> service + " goes back to version " + after.lastVersion());
    if (event instanceof ServiceEvent.DeploymentPlanned planned) {
      int last = versions.getOrDefault(service, 0);
      require(
          planned.spec().version() > last,
          "monotone-version",
          () -> service + " plans version " + planned.spec().version() + " again");
      versions.put(service, planned.spec().version());
    }
    if (event instanceof ServiceEvent.DeploymentActivated activated
        && after instanceof ServiceState.Active active) {
      ServiceState.Child child = active.deployments().get(activated.name());
      require(
          child != null && child.wanted(),
          "serves-what-is-wanted",
          () -> service + " serves from " + activated.name() + ", which it does not want");
    }
    if (event instanceof ServiceEvent.DeploymentRetired retired
        && before instanceof ServiceState.Active active
        && after instanceof ServiceState.Active
        && retired.name().equals(active.active())
        && retired.reason().startsWith("replaced")) {
      ServiceState.Child child = active.deployments().get(retired.name());
      require(
          child != null
              && child.note().condition()
                  == io.troupe.core.deployment.DeploymentNote.Condition.ERROR,
          "serves-until-replaced",
          () -> service + " retires " + retired.name() + " while it serves");
    }
  }

  private void namespace(
      Ref namespace, NamespaceState before, NamespaceState after, NamespaceEvent event) {
    if (!(after instanceof NamespaceState.Present present)) {
      require(
          !(before instanceof NamespaceState.Present left) || left.children().isEmpty(),
          "ledger",
          () -> namespace + " ends with what lives in it");
      return;
    }
    Limits sum = Limits.NONE;
    for (NamespaceEvent.Grant grant : present.children().values()) {
      sum = sum.plus(grant.amount());
    }
    Limits granted = sum;
    require(
        granted.equals(present.allocated()),
        "ledger",
        () -> namespace + " says " + present.allocated() + ", its grants are " + granted);
    if (event instanceof NamespaceEvent.ChildAdmitted(Ref child, NamespaceEvent.Grant grant)
        && !(state(child) instanceof ServiceState.Active has
            && RestChecks.amount(has.spec()).equals(grant.amount()))
        && before instanceof NamespaceState.Present old) {
      Quota quota = present.spec().limits();
      boolean memory =
          quota.memory().isZero()
              || granted.memory().compareTo(quota.memory()) <= 0
              || granted.memory().compareTo(old.allocated().memory()) <= 0;
      boolean cpu =
          quota.cpu().isZero()
              || granted.cpu().compareTo(quota.cpu()) <= 0
              || granted.cpu().compareTo(old.allocated().cpu()) <= 0;
      require(memory && cpu, "quota", () -> namespace + " grants " + granted + " of " + quota);
    }
  }

  /// No node is over-committed, and what it says is allocated is the sum of its ledger.
  private static void ledger(Ref node, NodeState state) {
    if (!(state instanceof NodeState.Member member)) {
      return;
    }
    Capacity sum = Capacity.NONE;
    Set<String> ports = new HashSet<>();
    for (Reservation line : member.ledger().values()) {
      sum = Fit.add(sum, line.demand());
      for (String port : line.demand().hostPorts()) {
        require(ports.add(port), "over-committed", () -> node + " gives port " + port + " twice");
      }
    }
    Capacity reserved = sum;
    require(
        member.allocated().equals(reserved),
        "ledger",
        () -> node + " says " + member.allocated() + ", its ledger is " + reserved);
    require(
        reserved.pods() <= member.capacity().pods()
            && reserved.memory().compareTo(member.capacity().memory()) <= 0
            && reserved.cpu().compareTo(member.capacity().cpu()) <= 0,
        "over-committed",
        () -> node + " has " + member.capacity() + " and gives away " + reserved);
  }

  private static void require(
      boolean holds, String invariant, java.util.function.Supplier<String> message) {
    if (!holds) {
      throw new Violation(invariant, message.get());
    }
  }
}
