package io.troupe.core.simulation;

import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.core.placement.Fleet;
import io.troupe.core.placement.FleetNode;
import io.troupe.core.placement.Scheduler;
import io.troupe.core.placement.Verdict;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A cluster in one thread. Messages wait in a bag; each step takes out any of them.
final class World {
  /// Something under way.
  private sealed interface Message {
    record Sent(Ref from, Owed owed, long debt, Cause cause) implements Message {}

    record Answer(Ref to, Owed owed, long debt, Reply reply) implements Message {}
  }

  /// A machine with what runs on it, which outlives its agent.
  static final class Machine {
    final Set<Ref> running = new TreeSet<>();
    boolean connected = true;
  }

  final Actors actors;
  final Map<String, Machine> machines = new TreeMap<>();
  private final RandomGenerator random;
  private final Map<Ref, Map<Owed, Long>> owing = new TreeMap<>();
  private long lastDebt;
  private final List<Message> bag = new ArrayList<>();
  private double loss;
  private double doubling;

  World(RandomGenerator random, double loss, double doubling) {
    this.random = random;
    this.actors = new Actors(random);
    this.loss = loss;
    this.doubling = doubling;
  }

  Reply tell(Ref to, Command command, Cause cause) {
    Reply reply = actors.tell(to, command, cause);
    send(to, loss, doubling);
    return reply;
  }

  /// Puts what a resource owes, and did not owe before, under way, or loses it.
  private void send(Ref from, double lossNow, double doublingNow) {
    Map<Owed, Long> before = owing.getOrDefault(from, Map.of());
    Map<Owed, Long> now = new LinkedHashMap<>();
    actors.owed(from).forEach(owed -> now.put(owed, before.getOrDefault(owed, ++lastDebt)));
    owing.put(from, now);
    for (Map.Entry<Owed, Long> debt : now.entrySet()) {
      if (before.containsKey(debt.getKey())) {
        continue;
      }
      Message message =
          new Message.Sent(from, debt.getKey(), debt.getValue(), actors.causeOf(from));
      if (random.nextDouble() >= lossNow) {
        bag.add(message);
      }
      if (random.nextDouble() < doublingNow) {
        bag.add(message);
      }
    }
  }

  boolean idle() {
    return bag.isEmpty();
  }

  /// Delivers any one message.
  void step() {
    Message message = bag.remove(random.nextInt(bag.size()));
    switch (message) {
      case Message.Sent sent -> deliver(sent);
      case Message.Answer answer -> answered(answer);
    }
  }

  /// An answer to what has been paid meanwhile says nothing.
  private void answered(Message.Answer answer) {
    Long debt = owing.getOrDefault(answer.to(), Map.of()).get(answer.owed());
    if (debt != null && debt == answer.debt()) {
      actors
          .replied(answer.to(), answer.owed(), answer.reply())
          .ifPresent(command -> tell(answer.to(), command, actors.causeOf(answer.to())));
    }
  }

  private void deliver(Message.Sent sent) {
    switch (sent.owed()) {
      case Owed.Ask ask -> {
        Reply reply = tell(ask.to(), ask.command(), sent.cause());
        if (random.nextDouble() >= loss) {
          bag.add(new Message.Answer(sent.from(), sent.owed(), sent.debt(), reply));
        }
      }
      case Owed.Place place -> place(sent, place);
    }
  }

  private void place(Message.Sent sent, Owed.Place place) {
    Set<String> refused = new TreeSet<>();
    while (true) {
      switch (new Scheduler(fleet()).place(place.request(), refused)) {
        case Verdict.Placed(var node, var placement) -> {
          Reply reply =
              tell(
                  new Ref(Kind.NODE, node),
                  new NodeCommand.Reserve(
                      place.request().pod(), place.spec(), place.request().demand(), placement),
                  sent.cause());
          if (reply instanceof Reply.Accepted) {
            return;
          }
          refused.add(node);
        }
        case Verdict.Unplaceable(var reasons) -> {
          tell(sent.from(), new PodCommand.ReportUnschedulable(reasons), sent.cause());
          return;
        }
      }
    }
  }

  private Fleet fleet() {
    Fleet fleet = new Fleet();
    for (String name : machines.keySet()) {
      if (actors.state(new Ref(Kind.NODE, name)) instanceof NodeState.Member member) {
        fleet.upsert(
            new FleetNode(
                name,
                member.labels(),
                member.capacity(),
                member.allocated(),
                member.liveness() == NodeState.Liveness.ONLINE ? "" : "offline",
                Set.of()));
      }
    }
    return fleet;
  }

  /// An agent and its session talk: the machine is brought to what the node wants, and what is seen
  /// is told, unless the report is lost.
  void visit(String name) {
    Machine machine = machines.get(name);
    Ref node = new Ref(Kind.NODE, name);
    if (!machine.connected || !(actors.state(node) instanceof NodeState.Member member)) {
      return;
    }
    Set<Ref> gone = new TreeSet<>(machine.running);
    for (Map.Entry<Ref, Reservation> line : member.ledger().entrySet()) {
      switch (line.getValue().stage()) {
        case OFFERED, CONFIRMED -> {
          machine.running.add(line.getKey());
          gone.remove(line.getKey());
        }
        case STOPPING, LOST -> gone.add(line.getKey());
      }
    }
    machine.running.removeAll(gone);
    Cause cause = Cause.by("agent:" + name);
    for (Ref pod : gone) {
      report(() -> tell(node, new NodeCommand.Release(pod), cause));
      report(() -> tell(pod, new PodCommand.Observe(name, seen(Phase.REMOVED)), cause));
    }
    for (Ref pod : machine.running) {
      report(() -> tell(pod, new PodCommand.Observe(name, seen(Phase.RUNNING)), cause));
    }
  }

  private void report(Runnable report) {
    if (random.nextDouble() >= loss) {
      report.run();
    }
  }

  private static Observation seen(Phase phase) {
    return new Observation(phase, "", "", "", List.of());
  }

  /// A resource loses its memory: what it sends again follows from its log alone.
  void crash(Ref resource) {
    State replayed = actors.replayed(resource);
    if (!replayed.equals(actors.state(resource))) {
      throw new AssertionError(
          resource + " is " + actors.state(resource) + " but its log says " + replayed);
    }
    owing.remove(resource);
    send(resource, loss, doubling);
  }

  /// Everybody sends what is still owed, nothing is lost any more, until nothing moves.
  void settle() {
    loss = 0;
    doubling = 0;
    for (int round = 0; round < 60; round++) {
      machines.forEach((_, machine) -> machine.connected = true);
      machines.keySet().forEach(this::visitOnline);
      owing.clear();
      List.copyOf(actors.states().keySet()).forEach(resource -> send(resource, 0, 0));
      for (int steps = 0; !bag.isEmpty(); steps++) {
        if (steps > 200_000) {
          throw new AssertionError("it never comes to rest");
        }
        step();
      }
    }
  }

  private void visitOnline(String name) {
    tell(new Ref(Kind.NODE, name), new NodeCommand.MarkOnline(), Cause.by(Cause.SYSTEM));
    visit(name);
  }
}
