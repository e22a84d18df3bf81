package io.troupe.core.pod;

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
import io.troupe.core.pod.PodState.Facts;
import io.troupe.core.pod.PodState.Pending;
import io.troupe.core.pod.PodState.Removed;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/// What each event makes of a pod. An event that a phase does not know leaves it as it is.
final class PodEvents {
  private PodEvents() {}

  static PodState apply(PodState state, PodEvent event, Instant at) {
    return noted(applied(state, event, at));
  }

  private static PodState applied(PodState state, PodEvent event, Instant at) {
    return switch (event) {
      case PodCreated created ->
          new Pending(
              new Facts(created.spec(), at, at, 0, PodNote.PLANNED, PodNote.PLANNED), List.of());
      case PodUnschedulable unschedulable ->
          state instanceof Pending pending
              ? new Pending(touched(pending.facts(), at), unschedulable.reasons())
              : state;
      case PodAssigned assigned ->
          state instanceof Pending pending
              ? new Assigned(
                  touched(pending.facts(), at),
                  assigned.node(),
                  assigned.placement(),
                  Observation.NONE)
              : state;
      case PodObserved observed ->
          state instanceof Assigned assigned
              ? new Assigned(
                  touched(assigned.facts(), at),
                  assigned.node(),
                  assigned.placement(),
                  observed.observation())
              : state;
      case PodLost lost ->
          state instanceof Assigned assigned
              ? new Destroying(
                  touched(assigned.facts(), at),
                  assigned.node(),
                  assigned.observed(),
                  "node " + lost.node() + " is lost",
                  true)
              : state;
      case PodDestroyRequested requested -> destroying(state, requested.reason(), at);
      case PodRemoved() -> removed(state, at);
      case PodNoteTaken taken -> with(state, facts -> taken(facts, taken.note()));
    };
  }

  private static PodState destroying(PodState state, String reason, Instant at) {
    return switch (state) {
      case Pending pending ->
          new Destroying(touched(pending.facts(), at), null, Observation.NONE, reason, false);
      case Assigned assigned ->
          new Destroying(
              touched(assigned.facts(), at), assigned.node(), assigned.observed(), reason, false);
      case Absent _, Destroying _, Removed _ -> state;
    };
  }

  private static PodState removed(PodState state, Instant at) {
    return switch (state) {
      case Absent _ -> new Removed(null, "destroyed before it was created");
      case Pending pending -> new Removed(touched(pending.facts(), at), "");
      case Assigned assigned -> new Removed(touched(assigned.facts(), at), "");
      case Destroying destroying ->
          new Removed(touched(destroying.facts(), at), destroying.reason());
      case Removed _ -> state;
    };
  }

  /// Counts the event, and brings the note for the deployment up to date.
  private static PodState noted(PodState state) {
    return with(
        state,
        facts ->
            new Facts(
                facts.spec(),
                facts.created(),
                facts.updated(),
                facts.events() + 1,
                PodStatus.note(state, facts.note(), facts.events() + 1),
                facts.taken()));
  }

  private static PodState with(PodState state, UnaryOperator<Facts> change) {
    return switch (state) {
      case Absent _ -> state;
      case Pending pending -> new Pending(change.apply(pending.facts()), pending.reasons());
      case Assigned assigned ->
          new Assigned(
              change.apply(assigned.facts()),
              assigned.node(),
              assigned.placement(),
              assigned.observed());
      case Destroying destroying ->
          new Destroying(
              change.apply(destroying.facts()),
              destroying.node(),
              destroying.observed(),
              destroying.reason(),
              destroying.lost());
      case Removed removed ->
          removed.facts() == null
              ? removed
              : new Removed(change.apply(removed.facts()), removed.reason());
    };
  }

  private static Facts touched(Facts facts, Instant at) {
    return new Facts(
        facts.spec(), facts.created(), at, facts.events(), facts.note(), facts.taken());
  }

  private static Facts taken(Facts facts, PodNote note) {
    return new Facts(
        facts.spec(), facts.created(), facts.updated(), facts.events(), facts.note(), note);
  }
}
