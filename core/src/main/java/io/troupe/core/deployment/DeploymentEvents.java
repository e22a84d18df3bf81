package io.troupe.core.deployment;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentEvent.DeploymentCreated;
import io.troupe.core.deployment.DeploymentEvent.DeploymentDestroyRequested;
import io.troupe.core.deployment.DeploymentEvent.DeploymentNoteTaken;
import io.troupe.core.deployment.DeploymentEvent.DeploymentRemoved;
import io.troupe.core.deployment.DeploymentEvent.DeploymentScaled;
import io.troupe.core.deployment.DeploymentEvent.PodConfirmed;
import io.troupe.core.deployment.DeploymentEvent.PodNoted;
import io.troupe.core.deployment.DeploymentEvent.PodsPlanned;
import io.troupe.core.deployment.DeploymentEvent.PodsRetired;
import io.troupe.core.deployment.DeploymentEvent.RetirementConfirmed;
import io.troupe.core.deployment.DeploymentState.Absent;
import io.troupe.core.deployment.DeploymentState.Active;
import io.troupe.core.deployment.DeploymentState.Destroying;
import io.troupe.core.deployment.DeploymentState.Facts;
import io.troupe.core.deployment.DeploymentState.Member;
import io.troupe.core.deployment.DeploymentState.Member.Stage;
import io.troupe.core.deployment.DeploymentState.Removed;
import io.troupe.core.pod.PodNote;
import io.troupe.core.pod.PodNote.Condition;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What each event makes of a deployment.
final class DeploymentEvents {
  private DeploymentEvents() {}

  static DeploymentState apply(DeploymentState state, DeploymentEvent event, Instant at) {
    return noted(applied(state, event, at));
  }

  private static DeploymentState applied(DeploymentState state, DeploymentEvent event, Instant at) {
    return switch (event) {
      case DeploymentCreated created ->
          new Active(
              new Facts(created.spec(), at, at, 0, DeploymentNote.PLANNED, DeploymentNote.PLANNED),
              Ordered.copy(Map.<Ref, Member>of()));
      case DeploymentScaled scaled ->
          state instanceof Active active
              ? new Active(scaled(active.facts(), scaled, at), active.pods())
              : state;
      case PodsPlanned planned ->
          withPods(
              state,
              pods ->
                  all(pods, planned.pods(), _ -> new Member(Stage.PLANNED, PodNote.PLANNED, "")));
      case PodConfirmed confirmed ->
          withPods(state, pods -> at(pods, confirmed.pod(), Stage.WANTED));
      case PodNoted noted -> withPods(state, pods -> noted(pods, noted));
      case PodsRetired retired ->
          withPods(
              state,
              pods -> all(pods, retired.pods(), member -> retiring(member, retired.reason())));
      case RetirementConfirmed confirmed ->
          withPods(state, pods -> at(pods, confirmed.pod(), Stage.RETIRED));
      case DeploymentDestroyRequested requested ->
          state instanceof Active active
              ? new Destroying(
                  touched(active.facts(), at),
                  allRetiring(active.pods(), requested.reason()),
                  requested.reason())
              : state;
      case DeploymentRemoved removed -> removed(state, removed.version(), at);
      case DeploymentNoteTaken taken -> with(state, facts -> taken(facts, taken.note()));
    };
  }

  private static DeploymentState withPods(
      DeploymentState state, UnaryOperator<SortedMap<Ref, Member>> change) {
    return switch (state) {
      case Active active -> new Active(active.facts(), change.apply(active.pods()));
      case Destroying destroying ->
          new Destroying(destroying.facts(), change.apply(destroying.pods()), destroying.reason());
      case Absent _, Removed _ -> state;
    };
  }

  private static SortedMap<Ref, Member> all(
      SortedMap<Ref, Member> pods, Iterable<Ref> which, UnaryOperator<Member> change) {
    SortedMap<Ref, Member> copy = new TreeMap<>(pods);
    for (Ref pod : which) {
      copy.compute(pod, (_, member) -> change.apply(member == null ? FRESH : member));
    }
    return Collections.unmodifiableSortedMap(copy);
  }

  private static final Member FRESH = new Member(Stage.PLANNED, PodNote.PLANNED, "");

  private static SortedMap<Ref, Member> allRetiring(SortedMap<Ref, Member> pods, String reason) {
    SortedMap<Ref, Member> copy = new TreeMap<>(pods);
    copy.replaceAll((_, member) -> member.wanted() ? retiring(member, reason) : member);
    return Collections.unmodifiableSortedMap(copy);
  }

  private static Member retiring(Member member, String reason) {
    return new Member(Stage.RETIRING, member.note(), reason);
  }

  private static SortedMap<Ref, Member> at(SortedMap<Ref, Member> pods, Ref pod, Stage stage) {
    Member member = pods.get(pod);
    return member == null
        ? pods
        : Ordered.with(pods, pod, new Member(stage, member.note(), member.reason()));
  }

  private static SortedMap<Ref, Member> noted(SortedMap<Ref, Member> pods, PodNoted noted) {
    Member member = pods.get(noted.pod());
    if (member == null) {
      return pods;
    }
    if (noted.note().condition() == Condition.REMOVED) {
      return Ordered.without(pods, noted.pod());
    }
    boolean lost = noted.note().condition() == Condition.LOST;
    Stage stage = lost ? Stage.RETIRED : member.stage();
    return Ordered.with(pods, noted.pod(), new Member(stage, noted.note(), member.reason()));
  }

  private static DeploymentState removed(DeploymentState state, int version, Instant at) {
    return switch (state) {
      case Absent _ -> new Removed(null, "destroyed before it was created", version);
      case Active active -> new Removed(touched(active.facts(), at), "", version);
      case Destroying destroying ->
          new Removed(touched(destroying.facts(), at), destroying.reason(), version);
      case Removed gone ->
          new Removed(gone.facts(), gone.reason(), Math.max(gone.version(), version));
    };
  }

  /// Counts the event, and brings the note for the service up to date.
  private static DeploymentState noted(DeploymentState state) {
    return with(
        state,
        facts ->
            new Facts(
                facts.spec(),
                facts.created(),
                facts.updated(),
                facts.events() + 1,
                DeploymentStatus.note(state, facts.note(), facts.events() + 1),
                facts.taken()));
  }

  private static DeploymentState with(DeploymentState state, UnaryOperator<Facts> change) {
    return switch (state) {
      case Absent _ -> state;
      case Active active -> new Active(change.apply(active.facts()), active.pods());
      case Destroying destroying ->
          new Destroying(change.apply(destroying.facts()), destroying.pods(), destroying.reason());
      case Removed removed ->
          removed.facts() == null
              ? removed
              : new Removed(change.apply(removed.facts()), removed.reason(), removed.version());
    };
  }

  private static Facts scaled(Facts facts, DeploymentScaled scaled, Instant at) {
    return new Facts(
        facts.spec().resized(scaled.replicas(), scaled.resize()),
        facts.created(),
        at,
        facts.events(),
        facts.note(),
        facts.taken());
  }

  private static Facts touched(Facts facts, Instant at) {
    return new Facts(
        facts.spec(), facts.created(), at, facts.events(), facts.note(), facts.taken());
  }

  private static Facts taken(Facts facts, DeploymentNote note) {
    return new Facts(
        facts.spec(), facts.created(), facts.updated(), facts.events(), facts.note(), note);
  }
}
