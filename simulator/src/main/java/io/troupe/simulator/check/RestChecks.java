package io.troupe.simulator.check;

import io.troupe.actors.Deciders;
import io.troupe.actors.view.LiveView;
import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Owed;
import io.troupe.core.deployment.DeploymentState;
import io.troupe.core.deployment.DeploymentStatus;
import io.troupe.core.namespace.NamespaceEvent;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Fit;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodState;
import io.troupe.core.pool.PoolState;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.service.ServiceState;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Limits;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.pod.PodLabels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What must hold when nothing moves any more: the system is what its specifications say.
public final class RestChecks {
  private final Map<Ref, State> states;
  private final Map<String, List<ContainerInfo>> hosts;
  private final List<String> unmet = new ArrayList<>();

  private RestChecks(Map<Ref, State> states, Map<String, List<ContainerInfo>> hosts) {
    this.states = states;
    this.hosts = hosts;
  }

  /// What is not as it should be, in words; empty at rest.
  ///
  /// @param states of all resources
  /// @param hosts the containers on every machine whose agent runs
  public static List<String> unmet(Map<Ref, State> states, Map<String, List<ContainerInfo>> hosts) {
    RestChecks checks = new RestChecks(states, hosts);
    states.forEach(checks::resource);
    hosts.forEach(checks::host);
    return checks.unmet;
  }

  /// What a view shows wrongly.
  public static void view(
      String member, LiveView view, Map<Ref, State> states, long head, List<String> unmet) {
    if (view.revision() != head) {
      unmet.add(member + " shows revision " + view.revision() + " of " + head);
      return;
    }
    for (Kind kind : Kind.values()) {
      Map<Ref, State> shown = new TreeMap<>();
      for (View.Item item : view.list(kind, "")) {
        shown.put(item.resource(), item.state());
      }
      states.forEach((ref, state) -> {
        if (ref.kind() == kind && Deciders.exists(kind, state)) {
          State seen = shown.remove(ref);
          if (!state.equals(seen)) {
            unmet.add(member + " shows " + ref + " as " + seen + ", it is " + state);
          }
        }
      });
      shown.keySet().forEach(ref -> unmet.add(member + " shows " + ref + ", which is gone"));
    }
  }

  private void resource(Ref ref, State state) {
    for (Owed owed : Deciders.owed(ref, state)) {
      if (!(owed instanceof Owed.Place) && !PictureChecks.mayWait(states, owed)) {
        unmet.add(ref + " owes " + owed);
      }
    }
    switch (state) {
      case NamespaceState namespace -> namespace(ref, namespace);
      case ServiceState service -> service(ref, service);
      case DeploymentState deployment -> deployment(ref, deployment);
      case PodState pod -> pod(ref, pod);
      case NodeState node -> node(ref, node);
      case PoolState _ -> {}
      default -> throw new IllegalStateException("no such kind: " + ref);
    }
  }

  private void namespace(Ref ref, NamespaceState state) {
    if (!(state instanceof NamespaceState.Present present)) {
      return;
    }
    for (Map.Entry<Ref, NamespaceEvent.Grant> child : present.children().entrySet()) {
      if (!(states.get(child.getKey()) instanceof ServiceState.Active active)) {
        unmet.add(ref + " keeps " + child.getKey() + ", which is gone");
        continue;
      }
      Limits amount = amount(active.spec());
      if (!child.getValue().amount().equals(amount)) {
        unmet.add(
            "%s has granted %s %s, it takes %s"
                .formatted(ref, child.getKey(), child.getValue().amount(), amount));
      }
      if (!child.getValue().confirmed()) {
        unmet.add(ref + " does not know that " + child.getKey() + " has its grant");
      }
    }
  }

  static Limits amount(ServiceSpec spec) {
    return spec.template().limits().times(spec.replicas());
  }

  private void service(Ref ref, ServiceState state) {
    switch (state) {
      case ServiceState.Absent _ -> {}
      case ServiceState.Requested _, ServiceState.Destroying _, ServiceState.Removed _ ->
          unmet.add(ref + " hangs in " + state);
      case ServiceState.Active active -> active(ref, active);
    }
  }

  private void active(Ref ref, ServiceState.Active active) {
    Ref namespace = new Ref(Kind.NAMESPACE, ref.namespace());
    if (!(states.get(namespace) instanceof NamespaceState.Present present)
        || !present.children().containsKey(ref)) {
      unmet.add(ref + " lives in no namespace");
    }
    if (active.wish() != null) {
      unmet.add(ref + " waits for " + active.wish());
    }
    if (active.spec().template().containers().isEmpty()) {
      return;
    }
    Set<String> current = new TreeSet<>();
    active
        .deployments()
        .forEach((name, child) -> {
          if (child.wanted() && child.spec().hash().equals(active.spec().hash())) {
            current.add(name);
          }
          if (!child.wanted()) {
            unmet.add(ref + " does not get rid of " + name);
          }
        });
    if (current.size() != 1) {
      unmet.add(ref + " runs what it says in " + current);
      return;
    }
    String name = current.iterator().next();
    Ref deployment = new Ref(Kind.DEPLOYMENT, ref.link() + ":" + name);
    if (!(states.get(deployment) instanceof DeploymentState.Active deployed)
        || deployed.facts().spec().replicas() != active.spec().replicas()) {
      unmet.add(ref + " wants " + active.spec().replicas() + " pods of " + deployment);
      return;
    }
    boolean allRun =
        deployed.pods().keySet().stream()
            .allMatch(pod ->
                states.get(pod) instanceof PodState.Assigned assigned
                    && assigned.observed().phase() == Phase.RUNNING);
    if (allRun && (!active.active().equals(name) || active.deployments().size() != 1)) {
      unmet.add(ref + " has " + name + " ready and serves from '" + active.active() + "'");
    }
  }

  private void deployment(Ref ref, DeploymentState state) {
    switch (state) {
      case DeploymentState.Absent _, DeploymentState.Removed _ -> {}
      case DeploymentState.Destroying _ -> unmet.add(ref + " hangs in " + state);
      case DeploymentState.Active active -> {
        Ref service = active.facts().spec().service();
        if (!(states.get(service) instanceof ServiceState.Active parent)
            || !parent.deployments().containsKey(ref.name())) {
          unmet.add(ref + " belongs to nobody");
        }
        if (active.pods().size() != active.facts().spec().replicas()
            || DeploymentStatus.wanted(active) != active.pods().size()) {
          unmet.add(
              "%s has %d pods for %d"
                  .formatted(ref, active.pods().size(), active.facts().spec().replicas()));
        }
      }
    }
  }

  private void pod(Ref ref, PodState state) {
    switch (state) {
      case PodState.Absent _, PodState.Removed _ -> {}
      case PodState.Destroying _ -> unmet.add(ref + " hangs in " + state);
      case PodState.Pending pending -> {
        owned(ref, pending.facts());
        if (hasRoom(ref, pending)) {
          unmet.add(ref + " waits while there is room");
        }
      }
      case PodState.Assigned assigned -> {
        owned(ref, assigned.facts());
        Ref node = new Ref(Kind.NODE, assigned.node());
        if (!(states.get(node) instanceof NodeState.Member member)
            || !member.ledger().containsKey(ref)) {
          unmet.add(ref + " stands on " + node + ", which does not know");
        }
        Phase expected = runs(assigned) ? Phase.RUNNING : Phase.ERROR;
        if (assigned.observed().phase() != expected) {
          unmet.add(ref + " is seen as " + assigned.observed());
        }
      }
    }
  }

  private static boolean runs(PodState.Assigned assigned) {
    return assigned.facts().spec().template().containers().stream()
        .noneMatch(container -> container.image().reference().startsWith("sim/broken"));
  }

  private void owned(Ref pod, PodState.Facts facts) {
    Ref owner = facts.spec().owner();
    if (!(states.get(owner) instanceof DeploymentState.Active active)
        || !active.pods().containsKey(pod)) {
      unmet.add(pod + " belongs to nobody");
    }
  }

  private boolean hasRoom(Ref ref, PodState.Pending pending) {
    Demand demand = pending.facts().spec().placementOf(ref).demand();
    String wanted = pending.facts().spec().selector().node();
    for (Map.Entry<Ref, State> entry : states.entrySet()) {
      if (entry.getValue() instanceof NodeState.Member member
          && member.liveness() == NodeState.Liveness.ONLINE
          && (wanted.isEmpty() || wanted.equals(entry.getKey().link()))
          && member
              .labels()
              .entrySet()
              .containsAll(pending.facts().spec().selector().labels().entrySet())) {
        Set<String> ports = new HashSet<>();
        member.ledger().values().forEach(line -> ports.addAll(line.demand().hostPorts()));
        if (Fit.check(member.capacity(), member.allocated(), ports, demand).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private void node(Ref ref, NodeState state) {
    if (!(state instanceof NodeState.Member member)) {
      return;
    }
    if (hosts.containsKey(ref.link()) && member.liveness() != NodeState.Liveness.ONLINE) {
      unmet.add(ref + " is " + member.liveness() + ", its agent runs");
    }
    if (!hosts.containsKey(ref.link()) && member.liveness() != NodeState.Liveness.OFFLINE) {
      unmet.add(ref + " is " + member.liveness() + ", its agent does not run");
    }
    member
        .ledger()
        .forEach((pod, line) -> {
          if (line.stage() == Reservation.Stage.LOST
              && member.liveness() == NodeState.Liveness.OFFLINE) {
            return;
          }
          if (line.stage() != Reservation.Stage.CONFIRMED
              || !(states.get(pod) instanceof PodState.Assigned assigned)
              || !assigned.node().equals(ref.link())) {
            unmet.add(ref + " keeps room for " + pod + ", " + line.stage());
          }
        });
  }

  private void host(String name, List<ContainerInfo> containers) {
    Set<String> expected = new TreeSet<>();
    states.forEach((ref, state) -> {
      if (state instanceof PodState.Assigned assigned && assigned.node().equals(name)) {
        for (ContainerTemplate container : assigned.facts().spec().template().containers()) {
          boolean runs = !container.image().reference().startsWith("sim/broken");
          if (runs(assigned) || runs) {
            expected.add(
                ref.link() + " " + container.name() + " " + assigned.facts().spec().hash());
          }
        }
      }
    });
    for (ContainerInfo info : containers) {
      String what =
          info.label(PodLabels.POD)
              + " "
              + info.label(PodLabels.CONTAINER)
              + " "
              + info.label(PodLabels.HASH);
      boolean broken = info.image().startsWith("sim/broken");
      if (!broken && (!info.running() || !expected.remove(what))) {
        unmet.add(name + " has container " + info.id() + " of " + what + ", " + info.state());
      }
    }
    expected.removeIf(what -> brokenBefore(what));
    expected.forEach(what -> unmet.add(name + " does not run " + what));
  }

  /// A container behind a broken one does not get its turn.
  private boolean brokenBefore(String what) {
    Ref pod = new Ref(Kind.POD, what.substring(0, what.indexOf(' ')));
    return states.get(pod) instanceof PodState.Assigned assigned && !runs(assigned);
  }
}
