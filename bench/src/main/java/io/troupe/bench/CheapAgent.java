package io.troupe.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.troupe.actors.session.Assignment;
import io.troupe.actors.session.PodReport;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToSession;
import io.troupe.core.Ref;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// An agent whose pods run at once and cost nothing, so that what is measured is the control plane.
/// It keeps to the session protocol: snapshot, deltas, acknowledged reports, heartbeats.
final class CheapAgent extends AbstractBehavior<ToAgent> {
  private static final Observation RUNNING =
      new Observation(Phase.RUNNING, "", "10.0.0.1", "127.0.0.1", List.of());
  private static final Observation REMOVED = new Observation(Phase.REMOVED, "", "", "", List.of());

  /// The fleet's clock: time for a heartbeat; told from a report by its impossible number.
  static final ToAgent BEAT = new ToAgent.ReportTaken(-1);

  private final String node;
  private final Capacity capacity;
  private final ActorRef<ToSession> sessions;
  private final String incarnation = UUID.randomUUID().toString();
  private final Map<Ref, Observation> dirty = new LinkedHashMap<>();
  private long revision = -1;
  private long number;
  private boolean reporting;

  static Behavior<ToAgent> create(String node, int pods, ActorRef<ToSession> sessions) {
    Capacity capacity =
        new Capacity(pods, pods, Memory.mebibytes(64L * pods), Cpu.millis(50L * pods), Memory.ZERO);
    return Behaviors.setup(context -> new CheapAgent(context, node, capacity, sessions));
  }

  private CheapAgent(
      ActorContext<ToAgent> context, String node, Capacity capacity, ActorRef<ToSession> sessions) {
    super(context);
    this.node = node;
    this.capacity = capacity;
    this.sessions = sessions;
    hello();
  }

  @Override
  public Receive<ToAgent> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<ToAgent> onMessage(ToAgent message) {
    switch (message) {
      case ToAgent.Introduce _ -> hello();
      case ToAgent.Snapshot snapshot -> snapshot(snapshot);
      case ToAgent.Delta delta -> delta(delta);
      case ToAgent.ReportTaken taken -> taken(taken);
      case ToAgent.OpenLog _, ToAgent.Network _ -> {}
    }
    return this;
  }

  private void hello() {
    NodeInfo info = new NodeInfo("bench", node, "x86_64", "Linux", "linux", "", "", "", List.of());
    sessions.tell(
        new ToSession.Hello(node, incarnation, 1, info, capacity, getContext().getSelf()));
  }

  private void snapshot(ToAgent.Snapshot snapshot) {
    revision = snapshot.revision();
    snapshot.stopping().forEach(pod -> dirty.put(pod, REMOVED));
    run(snapshot.run());
    report();
  }

  private void delta(ToAgent.Delta delta) {
    if (delta.after() != revision) {
      hello();
      return;
    }
    revision = delta.revision();
    run(delta.run());
    delta.stop().forEach(pod -> dirty.put(pod, REMOVED));
    report();
  }

  private void run(List<Assignment> assignments) {
    assignments.forEach(assignment -> dirty.put(assignment.pod(), RUNNING));
  }

  private void report() {
    if (!reporting && !dirty.isEmpty()) {
      reporting = true;
      List<PodReport> pods = new ArrayList<>(dirty.size());
      dirty.forEach((pod, observation) -> pods.add(new PodReport(pod, observation)));
      dirty.clear();
      sessions.tell(
          new ToSession.Report(node, incarnation, ++number, pods, getContext().getSelf()));
    }
  }

  private void taken(ToAgent.ReportTaken taken) {
    if (taken.equals(BEAT)) {
      beat();
    } else if (taken.number() == number) {
      reporting = false;
      report();
    }
  }

  private void beat() {
    if (revision >= 0) {
      sessions.tell(
          new ToSession.Heartbeat(node, incarnation, revision, null, getContext().getSelf()));
    }
  }
}
