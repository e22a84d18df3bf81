package io.troupe.core.node;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeEvent.LossConfirmed;
import io.troupe.core.node.NodeEvent.NodeJoined;
import io.troupe.core.node.NodeEvent.NodeMetaChanged;
import io.troupe.core.node.NodeEvent.NodeRemoved;
import io.troupe.core.node.NodeEvent.NodeSuspected;
import io.troupe.core.node.NodeEvent.NodeWentOffline;
import io.troupe.core.node.NodeEvent.NodeWentOnline;
import io.troupe.core.node.NodeEvent.OfferConfirmed;
import io.troupe.core.node.NodeEvent.PodReleased;
import io.troupe.core.node.NodeEvent.PodReserved;
import io.troupe.core.node.NodeEvent.PodUnassigned;
import io.troupe.core.node.NodeEvent.SubnetLeased;
import io.troupe.core.node.NodeEvent.SubnetMissed;
import io.troupe.core.node.NodeEvent.SubnetReleased;
import io.troupe.core.node.NodeState.Absent;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.NodeState.Member;
import io.troupe.core.node.NodeState.Removed;
import io.troupe.core.node.NodeState.Subnet;
import io.troupe.core.node.Reservation.Stage;
import io.troupe.core.placement.Fit;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What each event makes of a node.
final class NodeEvents {
  static final SortedMap<Ref, Reservation> EMPTY =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private NodeEvents() {}

  static NodeState apply(NodeState state, NodeEvent event, Instant at) {
    return switch (event) {
      case NodeJoined joined -> joined(state, joined, at);
      case NodeRemoved() ->
          state instanceof Member member ? new Removed(member.ledger(), member.subnet()) : state;
      case PodReleased released when state instanceof Removed removed ->
          new Removed(Ordered.without(removed.ledger(), released.pod()), removed.subnet());
      case OfferConfirmed confirmed when state instanceof Removed removed ->
          new Removed(staged(removed.ledger(), confirmed.pod(), Stage.CONFIRMED), removed.subnet());
      case NodeMetaChanged changed ->
          member(
              state,
              m ->
                  copy(
                      m,
                      m.allocated(),
                      changed.description(),
                      changed.labels(),
                      m.liveness(),
                      m.ledger(),
                      at));
      case NodeSuspected() -> member(state, m -> live(m, Liveness.SUSPECT, at));
      case NodeWentOffline() -> member(state, m -> live(m, Liveness.OFFLINE, at));
      case NodeWentOnline() -> member(state, m -> live(m, Liveness.ONLINE, at));
      case PodReserved reserved -> member(state, m -> reserved(m, reserved));
      case OfferConfirmed confirmed ->
          member(state, m -> stage(m, confirmed.pod(), Stage.CONFIRMED));
      case PodUnassigned unassigned ->
          member(state, m -> stage(m, unassigned.pod(), Stage.STOPPING));
      case LossConfirmed confirmed -> member(state, m -> stage(m, confirmed.pod(), Stage.LOST));
      case PodReleased released -> member(state, m -> released(m, released.pod()));
      case SubnetLeased leased ->
          member(state, m -> subnet(m, new Subnet(leased.subnet(), "", m.subnet().number()), at));
      case SubnetMissed missed ->
          member(
              state, m -> subnet(m, new Subnet(null, missed.problem(), m.subnet().number()), at));
      case SubnetReleased() ->
          state instanceof Removed removed
              ? new Removed(removed.ledger(), new Subnet(null, "", removed.subnet().number()))
              : state;
    };
  }

  private static NodeState joined(NodeState state, NodeJoined joined, Instant at) {
    return switch (state) {
      case Absent _ -> fresh(joined, EMPTY, 0, at);
      case Removed removed -> fresh(joined, removed.ledger(), removed.subnet().number(), at);
      case Member member ->
          new Member(
              joined.info(),
              joined.capacity(),
              member.allocated(),
              member.description(),
              member.labels(),
              member.liveness(),
              member.ledger(),
              member.subnet(),
              member.created(),
              at);
    };
  }

  /// @param last number of the wish for a subnet when it was there before; clocks may go back
  private static Member fresh(
      NodeJoined joined, SortedMap<Ref, Reservation> ledger, long last, Instant at) {
    Capacity allocated = Capacity.NONE;
    for (Reservation line : ledger.values()) {
      allocated = Fit.add(allocated, line.demand());
    }
    return new Member(
        joined.info(),
        joined.capacity(),
        allocated,
        "",
        Map.of(),
        Liveness.ONLINE,
        ledger,
        new Subnet(null, "", Math.max(at.toEpochMilli(), last + 1)),
        at,
        at);
  }

  private static Member subnet(Member m, Subnet subnet, Instant at) {
    return new Member(
        m.info(),
        m.capacity(),
        m.allocated(),
        m.description(),
        m.labels(),
        m.liveness(),
        m.ledger(),
        subnet,
        m.created(),
        at);
  }

  private static Member live(Member member, Liveness liveness, Instant at) {
    return copy(
        member,
        member.allocated(),
        member.description(),
        member.labels(),
        liveness,
        member.ledger(),
        at);
  }

  private static Member reserved(Member member, PodReserved reserved) {
    Reservation line =
        new Reservation(reserved.spec(), reserved.demand(), reserved.placement(), Stage.OFFERED);
    return ledger(
        member,
        Fit.add(member.allocated(), reserved.demand()),
        Ordered.with(member.ledger(), reserved.pod(), line));
  }

  private static Member stage(Member member, Ref pod, Stage stage) {
    return ledger(member, member.allocated(), staged(member.ledger(), pod, stage));
  }

  private static SortedMap<Ref, Reservation> staged(
      SortedMap<Ref, Reservation> ledger, Ref pod, Stage stage) {
    Reservation line = ledger.get(pod);
    return line == null ? ledger : Ordered.with(ledger, pod, line.at(stage));
  }

  private static Member released(Member member, Ref pod) {
    Reservation line = member.ledger().get(pod);
    return line == null
        ? member
        : ledger(
            member,
            Fit.subtract(member.allocated(), line.demand()),
            Ordered.without(member.ledger(), pod));
  }

  private static Member ledger(Member m, Capacity allocated, SortedMap<Ref, Reservation> ledger) {
    return copy(m, allocated, m.description(), m.labels(), m.liveness(), ledger, m.updated());
  }

  private static Member copy(
      Member m,
      Capacity allocated,
      String description,
      Map<String, String> labels,
      Liveness liveness,
      SortedMap<Ref, Reservation> ledger,
      Instant updated) {
    return new Member(
        m.info(),
        m.capacity(),
        allocated,
        description,
        labels,
        liveness,
        ledger,
        m.subnet(),
        m.created(),
        updated);
  }

  private static NodeState member(NodeState state, UnaryOperator<Member> change) {
    return state instanceof Member member ? change.apply(member) : state;
  }
}
