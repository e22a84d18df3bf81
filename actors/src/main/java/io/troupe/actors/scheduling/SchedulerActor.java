package io.troupe.actors.scheduling;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.entity.Post;
import io.troupe.actors.scheduling.SchedulerMessage.Forget;
import io.troupe.actors.scheduling.SchedulerMessage.NodeChanged;
import io.troupe.actors.scheduling.SchedulerMessage.Place;
import io.troupe.actors.scheduling.SchedulerMessage.Reserved;
import io.troupe.actors.scheduling.SchedulerMessage.Retry;
import io.troupe.actors.scheduling.SchedulerMessage.TimedOut;
import io.troupe.actors.stage.ActorStage;
import io.troupe.actors.stage.Role;
import io.troupe.actors.stage.Stage;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.placement.Fleet;
import io.troupe.core.placement.Placement;
import io.troupe.core.placement.Placement.FilterCount;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.placement.Scheduler;
import io.troupe.core.placement.Verdict;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pod.PodSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Finds nodes for pods. It has no state of its own that matters: its picture of the fleet comes
/// from the log, pods that wait ask again after a restart, and a node that is asked wrongly
/// refuses.
///
/// A pod that fits nowhere is told why and is tried again when a node has become able to take more,
/// and a while after a node has refused a pod or has not answered: the room that was kept for it in
/// the picture is free again, and the refusal may be older than the picture is by now.
public final class SchedulerActor implements Role<SchedulerMessage> {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration GATHER = Duration.ofMillis(20);
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

  /// A pod on its way to a node. A node that has not answered counts as refusing.
  private record Attempt(
      PlacementRequest request, PodSpec spec, Cause cause, Set<String> refusedBy, String node) {
    static Attempt of(PlacementRequest request, PodSpec spec, Cause cause) {
      return new Attempt(request, spec, cause, Set.of(), "");
    }

    /// The same without what was refused, for another time.
    Attempt afresh() {
      return of(request, spec, cause);
    }

    Attempt askedOf(String chosen) {
      return new Attempt(request, spec, cause, refusedBy, chosen);
    }

    Attempt refused() {
      Set<String> more = new TreeSet<>(refusedBy);
      more.add(node);
      return new Attempt(request, spec, cause, more, "");
    }
  }

  /// What two waiting pods have in common when neither fits where the other does not.
  private record Shape(Object demand, Object selector) {
    static Shape of(Attempt attempt) {
      return new Shape(attempt.request.demand(), attempt.request.selector());
    }
  }

  private final TimerScheduler<SchedulerMessage> timers;
  private final Post post;
  private final ActorRef<Outcome> answers;
  private final ActorRef<Outcome> nobody;
  private final Fleet fleet = new Fleet();
  private final Scheduler scheduler = new Scheduler(fleet);
  private final Map<Long, Attempt> asked = new HashMap<>();
  private final Map<String, NodeState> nodes = new HashMap<>();
  private final Map<Ref, Attempt> waiting = new LinkedHashMap<>();
  private long lastTicket;

  /// Tells a scheduler that begins anew what is known of all nodes, and has pods that have no place
  /// ask again.
  public interface Refill {
    void into(Consumer<NodeChanged> scheduler);
  }

  /// A scheduler that begins anew after a message it failed at.
  public static Behavior<SchedulerMessage> create(Post post, Refill refill) {
    return ActorStage.playOn(stage -> {
      SchedulerActor scheduler = new SchedulerActor(stage, post);
      refill.into(scheduler::nodeChanged);
      return scheduler;
    });
  }

  /// A scheduler that knows of no node yet.
  public SchedulerActor(Stage<SchedulerMessage> stage, Post post) {
    this.timers = stage.timers();
    this.post = post;
    this.answers = stage.adapt(Outcome.class, Reserved::new);
    this.nobody = stage.nobody();
    // above all of a scheduler before this one, to which answers may still come
    this.lastTicket = stage.nanoTime();
  }

  @Override
  public boolean hear(SchedulerMessage message) {
    switch (message) {
      case Place place -> place(place);
      case NodeChanged changed -> nodeChanged(changed);
      case Forget(Ref pod) -> waiting.remove(pod);
      case Reserved(Outcome outcome) -> reserved(outcome);
      case TimedOut(long ticket) -> timedOut(ticket);
      case Retry _ -> retry();
    }
    return true;
  }

  /// A pod that asks again while its node is about to tell it of its place is not placed twice, and
  /// one that waits is tried again when that could end otherwise.
  private void place(Place place) {
    Ref pod = place.request().pod();
    if (!fleet.holds(pod) && !waiting.containsKey(pod)) {
      attempt(Attempt.of(place.request(), place.spec(), place.cause()), true);
    }
  }

  /// @return whether a node was asked
  private boolean attempt(Attempt attempt, boolean tell) {
    Ref pod = attempt.request.pod();
    return switch (scheduler.place(attempt.request, attempt.refusedBy)) {
      case Verdict.Placed placed -> {
        ask(attempt, placed);
        yield true;
      }
      case Verdict.Unplaceable(List<FilterCount> reasons) -> {
        waiting.put(pod, attempt.afresh());
        if (tell) {
          post.ask(pod, new PodCommand.ReportUnschedulable(reasons), attempt.cause, 0, nobody);
        }
        yield false;
      }
    };
  }

  private void ask(Attempt attempt, Verdict.Placed placed) {
    Ref pod = attempt.request.pod();
    Placement seen = placed.placement();
    Placement placement =
        new Placement(
            seen.considered(),
            seen.feasible(),
            seen.best(),
            seen.rejected(),
            List.copyOf(attempt.refusedBy));
    long ticket = ++lastTicket;
    fleet.reserve(pod, attempt.request.group(), placed.node(), attempt.request.demand());
    asked.put(ticket, attempt.askedOf(placed.node()));
    timers.startSingleTimer(ticket, new TimedOut(ticket), ANSWER);
    post.tell(
        new Ref(Kind.NODE, placed.node()),
        new Execute(
            new NodeCommand.Reserve(pod, attempt.spec, attempt.request.demand(), placement),
            attempt.cause,
            ticket,
            false,
            answers));
  }

  private void reserved(Outcome outcome) {
    Attempt attempt = asked.remove(outcome.ticket());
    if (attempt == null) {
      return;
    }
    Ref pod = attempt.request.pod();
    timers.cancel(outcome.ticket());
    boolean refused =
        switch (outcome) {
          case Outcome.Decided decided -> !(decided.reply() instanceof Reply.Accepted);
          case Outcome.Failed _ -> true;
        };
    if (!refused) {
      // It may have had the pod already: then no event follows that would confirm it.
      FleetFeed.held(fleet, attempt.node, nodes.get(attempt.node), pod);
    } else {
      // What says no, or nothing, may have said yes before: then the pod has its place.
      if (!fleet.isConfirmed(pod)) {
        fleet.release(pod);
        attempt(attempt.refused(), true);
      }
      retryLater(Retry.REFUSED, AFTER_REFUSAL);
    }
  }

  private void timedOut(long ticket) {
    Attempt attempt = asked.get(ticket);
    if (attempt != null) {
      reserved(new Outcome.Failed(ticket, "no answer from node " + attempt.node));
    }
  }

  private void nodeChanged(NodeChanged changed) {
    boolean roomier = FleetFeed.take(fleet, changed);
    if (changed.state() instanceof NodeState.Member) {
      nodes.put(changed.node().link(), changed.state());
    } else {
      nodes.remove(changed.node().link());
    }
    for (NodeEvent event : changed.events()) {
      if (event instanceof NodeEvent.PodReserved reserved) {
        waiting.remove(reserved.pod());
      }
    }
    if (roomier) {
      retryLater(Retry.ROOMIER, GATHER);
    }
  }

  private void retryLater(Retry why, Duration delay) {
    if (!waiting.isEmpty() && !timers.isTimerActive(why)) {
      timers.startSingleTimer(why, why, delay);
    }
  }

  /// Tries the pods that wait, in the order they came; of each shape only until the first that does
  /// not fit.
  private void retry() {
    Set<Shape> hopeless = new HashSet<>();
    for (Attempt attempt : new ArrayList<>(waiting.values())) {
      Shape shape = Shape.of(attempt);
      if (hopeless.contains(shape)) {
        continue;
      }
      Ref pod = attempt.request.pod();
      waiting.remove(pod);
      if (!fleet.holds(pod) && !attempt(attempt, true)) {
        hopeless.add(shape);
      }
    }
  }
}
