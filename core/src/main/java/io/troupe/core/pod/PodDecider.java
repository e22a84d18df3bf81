package io.troupe.core.pod;

import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.deployment.DeploymentCommand;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodCommand.Assign;
import io.troupe.core.pod.PodCommand.ConfirmNote;
import io.troupe.core.pod.PodCommand.ConfirmRelease;
import io.troupe.core.pod.PodCommand.Create;
import io.troupe.core.pod.PodCommand.Destroy;
import io.troupe.core.pod.PodCommand.NodeLost;
import io.troupe.core.pod.PodCommand.Observe;
import io.troupe.core.pod.PodCommand.ReportUnschedulable;
import io.troupe.core.pod.PodEvent.PodAssigned;
import io.troupe.core.pod.PodEvent.PodCreated;
import io.troupe.core.pod.PodEvent.PodDestroyRequested;
import io.troupe.core.pod.PodEvent.PodLost;
import io.troupe.core.pod.PodEvent.PodNoteTaken;
import io.troupe.core.pod.PodEvent.PodObserved;
import io.troupe.core.pod.PodEvent.PodRemoved;
import io.troupe.core.pod.PodEvent.PodUnschedulable;
import io.troupe.core.pod.PodState.Absent;
import io.troupe.core.pod.PodState.Assigned;
import io.troupe.core.pod.PodState.Destroying;
import io.troupe.core.pod.PodState.Pending;
import io.troupe.core.pod.PodState.Removed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a pod decides. It owes the scheduler a placement while it has no node, its deployment every
/// change of its condition, and its node the word that it is to end.
public final class PodDecider implements Decider<PodCommand, PodEvent, PodState> {
  /// The note of an accepted end of a pod of which nothing is left.
  public static final String REMOVED = "removed";

  @Override
  public Kind kind() {
    return Kind.POD;
  }

  @Override
  public PodState empty() {
    return new Absent();
  }

  @Override
  public Decision<PodEvent> decide(PodState state, PodCommand command, Context context) {
    return switch (command) {
      case Create create ->
          state instanceof Absent
              ? Decision.accept(new PodCreated(create.spec()))
              : Decision.nothing();
      case ReportUnschedulable report ->
          state instanceof Pending pending && !pending.reasons().equals(report.reasons())
              ? Decision.accept(new PodUnschedulable(report.reasons()))
              : Decision.nothing();
      case Assign assign -> assign(state, assign);
      case Observe observe -> observe(state, observe);
      case NodeLost lost -> lost(state, lost);
      case Destroy destroy -> destroy(state, destroy);
      case ConfirmNote confirm ->
          PodStatus.facts(state)
                  .filter(f -> f.taken().version() < confirm.note().version())
                  .isPresent()
              ? Decision.accept(new PodNoteTaken(confirm.note()))
              : Decision.nothing();
      case ConfirmRelease confirm ->
          state instanceof Destroying destroying && confirm.node().equals(destroying.node())
              ? Decision.accept(new PodRemoved())
              : Decision.nothing();
    };
  }

  private static Decision<PodEvent> assign(PodState state, Assign assign) {
    return switch (state) {
      case Pending _ -> Decision.accept(new PodAssigned(assign.node(), assign.placement()));
      case Assigned assigned when assigned.node().equals(assign.node()) -> Decision.nothing();
      // It keeps its place until it is drained, and then gives it back itself.
      case Destroying destroying
          when assign.node().equals(destroying.node()) && !destroying.lost() ->
          Decision.answer(new Reply.Pending());
      case Assigned _, Destroying _, Removed _, Absent _ ->
          Decision.reject(Code.CONFLICT, "the pod does not want a place on " + assign.node());
    };
  }

  private static Decision<PodEvent> observe(PodState state, Observe observe) {
    boolean gone = observe.observation().phase() == Phase.REMOVED;
    return switch (state) {
      case Assigned assigned when assigned.node().equals(observe.node()) && !gone ->
          assigned.observed().equals(observe.observation())
              ? Decision.nothing()
              : Decision.accept(new PodObserved(observe.observation()));
      case Destroying destroying when gone && observe.node().equals(destroying.node()) ->
          Decision.accept(new PodRemoved());
      // The node has started it on its offer, which has not come yet: to be told again.
      case Pending _ when !gone -> Decision.answer(new Reply.Pending());
      case Assigned _, Destroying _, Pending _, Removed _, Absent _ -> Decision.nothing();
    };
  }

  private static Decision<PodEvent> lost(PodState state, NodeLost lost) {
    return switch (state) {
      case Assigned assigned when assigned.node().equals(lost.node()) ->
          Decision.accept(new PodLost(lost.node()));
      case Assigned _, Destroying _, Pending _, Removed _, Absent _ -> Decision.nothing();
    };
  }

  private static Decision<PodEvent> destroy(PodState state, Destroy destroy) {
    PodEvent requested = new PodDestroyRequested(destroy.reason());
    return switch (state) {
      case Absent _ -> removed(List.of(new PodRemoved()));
      case Pending _ -> removed(List.of(requested, new PodRemoved()));
      case Assigned _ -> Decision.accept(requested);
      case Destroying _ -> Decision.nothing();
      case Removed _ -> removed(List.of());
    };
  }

  private static Decision<PodEvent> removed(List<PodEvent> events) {
    return new Decision.Accepted<>(events, new Reply.Accepted(REMOVED), List.of());
  }

  @Override
  public PodState apply(PodState state, PodEvent event, Instant at) {
    return PodEvents.apply(state, event, at);
  }

  @Override
  public boolean exists(PodState state) {
    return !(state instanceof Absent || state instanceof Removed);
  }

  @Override
  public List<Owed> owed(Ref self, PodState state) {
    List<Owed> owed = new ArrayList<>(2);
    PodStatus.facts(state)
        .ifPresent(facts ->
            facts
                .note()
                .untold(facts.taken(), facts.events())
                .ifPresent(note ->
                    owed.add(
                        new Owed.Ask(
                            facts.spec().owner(), new DeploymentCommand.NotePod(self, note)))));
    switch (state) {
      case Pending pending -> {
        PodSpec spec = pending.facts().spec();
        owed.add(new Owed.Place(spec.placementOf(self), spec));
      }
      case Destroying destroying when destroying.node() != null ->
          owed.add(leave(self, destroying, new Ref(Kind.NODE, destroying.node())));
      case Destroying _, Absent _, Assigned _, Removed _ -> {}
    }
    return owed;
  }

  /// A pod that may be called leaves the endpoints before it ends.
  private static Owed leave(Ref self, Destroying destroying, Ref node) {
    NodeCommand unassign = new NodeCommand.Unassign(self);
    return destroying.observed().callable() && !destroying.lost()
        ? new Owed.AfterDrain(self, node, unassign)
        : new Owed.Ask(node, unassign);
  }

  @Override
  public Optional<PodCommand> replied(Ref self, PodState state, Owed owed, Reply reply) {
    return switch (owed) {
      case Owed.Ask ask -> replied(state, ask.to(), ask.command(), reply);
      case Owed.AfterDrain after -> replied(state, after.to(), after.command(), reply);
      case Owed.Place _ -> Optional.empty();
    };
  }

  private static Optional<PodCommand> replied(
      PodState state, Ref to, Command command, Reply reply) {
    return switch (command) {
      case DeploymentCommand.NotePod told ->
          switch (reply) {
            case Reply.Accepted _ -> Optional.of(new ConfirmNote(told.note()));
            case Reply.Pending _ -> Optional.empty();
            case Reply.Refused _ ->
                state instanceof Pending || state instanceof Assigned
                    ? Optional.of(new Destroy("its deployment does not know it"))
                    : Optional.of(new ConfirmNote(told.note()));
          };
      case NodeCommand.Unassign _ ->
          reply instanceof Reply.Pending
              ? Optional.empty()
              : Optional.of(new ConfirmRelease(to.link()));
      default -> Optional.empty();
    };
  }
}
