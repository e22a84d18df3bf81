package io.troupe.actors.scheduling;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
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
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.node.NodeCommand;
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

/// Finds nodes for pods. It has no state of its own that matters: its picture of the fleet comes
/// from the log, pods that wait ask again after a restart, and a node that is asked wrongly
/// refuses.
///
/// A pod that fits nowhere is told why and is tried again when a node has become able to take more.
public final class SchedulerActor extends AbstractBehavior<SchedulerMessage> {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration GATHER = Duration.ofMillis(20);

  /// A pod on its way to a node.
  private record Attempt(
      PlacementRequest request, PodSpec spec, Cause cause, Set<String> refusedBy, String node) {}

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
  private final Map<Ref, Attempt> waiting = new LinkedHashMap<>();
  private long lastTicket;

  public static Behavior<SchedulerMessage> create(Post post) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new SchedulerActor(context, timers, post)));
  }

  private SchedulerActor(
      ActorContext<SchedulerMessage> context, TimerScheduler<SchedulerMessage> timers, Post post) {
    super(context);
    this.timers = timers;
    this.post = post;
    this.answers = context.messageAdapter(Outcome.class, Reserved::new);
    this.nobody = context.getSystem().ignoreRef();
  }

  @Override
  public Receive<SchedulerMessage> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<SchedulerMessage> onMessage(SchedulerMessage message) {
    switch (message) {
      case Place place -> place(place);
      case NodeChanged changed -> nodeChanged(changed);
      case Forget(Ref pod) -> waiting.remove(pod);
      case Reserved(Outcome outcome) -> reserved(outcome);
      case TimedOut(long ticket) -> timedOut(ticket);
      case Retry _ -> retry();
    }
    return this;
  }

  /// A pod that asks again while its node is about to tell it of its place is not placed twice.
  private void place(Place place) {
    Ref pod = place.request().pod();
    if (!fleet.holds(pod) && !waiting.containsKey(pod)) {
      attempt(new Attempt(place.request(), place.spec(), place.cause(), Set.of(), ""), true);
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
        waiting.put(pod, new Attempt(attempt.request, attempt.spec, attempt.cause, Set.of(), ""));
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
    asked.put(
        ticket,
        new Attempt(
            attempt.request, attempt.spec, attempt.cause, attempt.refusedBy, placed.node()));
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
    if (refused) {
      fleet.release(pod);
      Set<String> refusedBy = new TreeSet<>(attempt.refusedBy);
      refusedBy.add(attempt.node);
      attempt(new Attempt(attempt.request, attempt.spec, attempt.cause, refusedBy, ""), true);
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
    if (roomier && !waiting.isEmpty() && !timers.isTimerActive(Retry.INSTANCE)) {
      timers.startSingleTimer(Retry.INSTANCE, Retry.INSTANCE, GATHER);
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
      waiting.remove(attempt.request.pod());
      if (!attempt(attempt, true)) {
        hopeless.add(shape);
      }
    }
  }
}
