package io.troupe.actors;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// An agent that runs everything at once and keeps to the session protocol. Images named `bad`
/// never run.
public final class PretendAgent extends AbstractBehavior<ToAgent> {
  private final String node;
  private final ActorRef<ToSession> sessions;
  private final Capacity capacity;
  private final String incarnation = UUID.randomUUID().toString();
  private final Set<Ref> running;
  private final Map<Ref, Observation> dirty = new LinkedHashMap<>();
  private long revision = -1;
  private long hellos;
  private long number;
  private boolean reporting;

  /// Such an agent.
  ///
  /// @param running what it runs, shared with the test and kept over restarts
  public static Behavior<ToAgent> create(
      String node, Capacity capacity, Set<Ref> running, ActorRef<ToSession> sessions) {
    return Behaviors.setup(context -> new PretendAgent(context, node, capacity, running, sessions));
  }

  public static Capacity room(int pods) {
    return new Capacity(
        pods, 10 * pods, Memory.mebibytes(1024L * pods), Cpu.cpus(pods), Memory.ZERO);
  }

  private PretendAgent(
      ActorContext<ToAgent> context,
      String node,
      Capacity capacity,
      Set<Ref> running,
      ActorRef<ToSession> sessions) {
    super(context);
    this.node = node;
    this.sessions = sessions;
    this.capacity = capacity;
    this.running = running;
    hello();
    beatLater();
  }

  @Override
  public Receive<ToAgent> createReceive() {
    return newReceiveBuilder()
        .onMessage(ToAgent.Introduce.class, _ -> hello())
        .onMessage(ToAgent.Snapshot.class, this::snapshot)
        .onMessage(ToAgent.Delta.class, this::delta)
        .onMessage(ToAgent.ReportTaken.class, this::taken)
        .build();
  }

  private Behavior<ToAgent> beat() {
    sessions.tell(
        new ToSession.Heartbeat(node, incarnation, revision, null, getContext().getSelf()));
    return this;
  }

  /// From the beginning on: a hello may be lost with the member it went to, and who does not know
  /// this agent asks it for one when its heart beats.
  private void beatLater() {
    getContext()
        .scheduleOnce(Duration.ofSeconds(1), getContext().getSelf(), new ToAgent.ReportTaken(-1));
  }

  private Behavior<ToAgent> hello() {
    sessions.tell(
        new ToSession.Hello(
            node,
            incarnation,
            ++hellos,
            new NodeInfo("test", node, "x86_64", "Linux", "linux", "", "", "", List.of()),
            capacity,
            getContext().getSelf()));
    return this;
  }

  private Behavior<ToAgent> snapshot(ToAgent.Snapshot snapshot) {
    revision = snapshot.revision();
    Set<Ref> wanted = new TreeSet<>();
    snapshot.run().forEach(run -> wanted.add(run.pod()));
    List<Ref> gone = new ArrayList<>(snapshot.stopping());
    running.stream().filter(pod -> !wanted.contains(pod)).forEach(gone::add);
    gone.forEach(this::stop);
    snapshot.run().forEach(this::run);
    report();
    return beat();
  }

  private Behavior<ToAgent> delta(ToAgent.Delta delta) {
    if (delta.after() != revision) {
      return hello();
    }
    revision = delta.revision();
    delta.run().forEach(this::run);
    delta.stop().forEach(this::stop);
    report();
    return this;
  }

  private void run(Assignment assignment) {
    boolean bad =
        assignment.spec().template().containers().stream()
            .anyMatch(container -> container.image().name().startsWith("bad"));
    running.add(assignment.pod());
    dirty.put(
        assignment.pod(),
        bad
            ? new Observation(Phase.ERROR, "no such image", "", "", List.of())
            : new Observation(Phase.RUNNING, "", "10.0.0.1", "127.0.0.1", List.of()));
  }

  private void stop(Ref pod) {
    running.remove(pod);
    dirty.put(pod, new Observation(Phase.REMOVED, "", "", "", List.of()));
  }

  private void report() {
    if (!reporting && !dirty.isEmpty()) {
      reporting = true;
      List<PodReport> pods = new ArrayList<>();
      dirty.forEach((pod, observation) -> pods.add(new PodReport(pod, observation)));
      dirty.clear();
      sessions.tell(
          new ToSession.Report(node, incarnation, ++number, pods, getContext().getSelf()));
    }
  }

  private Behavior<ToAgent> taken(ToAgent.ReportTaken taken) {
    if (taken.number() == -1) {
      beatLater();
      return beat();
    }
    if (taken.number() == number) {
      reporting = false;
      report();
    }
    return this;
  }
}
