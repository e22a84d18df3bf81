package io.troupe.actors.scheduling;

import io.troupe.actors.scheduling.SchedulerMessage.NodeChanged;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.Reservation;
import io.troupe.core.placement.Fleet;
import io.troupe.core.placement.FleetNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings what the log says of nodes into the scheduler's picture.
final class FleetFeed {
  private FleetFeed() {}

  /// @return whether the node may now take a pod it could not take before
  static boolean take(Fleet fleet, NodeChanged changed) {
    String name = changed.node().link();
    if (!(changed.state() instanceof NodeState.Member member)) {
      fleet.remove(name);
      return false;
    }
    if (changed.events().isEmpty()) {
      fleet.upsert(picture(name, member));
      for (Map.Entry<Ref, Reservation> line : member.ledger().entrySet()) {
        confirm(fleet, name, line.getKey(), line.getValue());
      }
      return true;
    }
    if (changed.events().stream().noneMatch(FleetFeed::isSeen)) {
      return false;
    }
    fleet.upsert(picture(name, member));
    boolean roomier = false;
    for (NodeEvent event : changed.events()) {
      roomier |= take(fleet, name, member, event);
    }
    return roomier;
  }

  /// Notes that a pod has its place, when the node as it was last seen has it.
  static void held(Fleet fleet, String name, @Nullable NodeState state, Ref pod) {
    if (state instanceof NodeState.Member member) {
      Reservation line = member.ledger().get(pod);
      if (line != null) {
        confirm(fleet, name, pod, line);
      }
    }
  }

  private static boolean take(Fleet fleet, String name, NodeState.Member member, NodeEvent event) {
    return switch (event) {
      case NodeEvent.PodReserved reserved -> {
        Reservation line = member.ledger().get(reserved.pod());
        if (line != null) {
          confirm(fleet, name, reserved.pod(), line);
        }
        yield false;
      }
      case NodeEvent.PodReleased released -> {
        fleet.release(released.pod(), name);
        yield true;
      }
      case NodeEvent.NodeJoined _, NodeEvent.NodeMetaChanged _, NodeEvent.NodeWentOnline _ -> true;
      case NodeEvent.NodeSuspected _,
          NodeEvent.NodeWentOffline _,
          NodeEvent.OfferConfirmed _,
          NodeEvent.PodUnassigned _,
          NodeEvent.LossConfirmed _,
          NodeEvent.SubnetLeased _,
          NodeEvent.SubnetMissed _,
          NodeEvent.SubnetReleased _,
          NodeEvent.NodeRemoved _ ->
          false;
    };
  }

  /// Whether an event changes what the scheduler sees of a node. The others are frequent.
  private static boolean isSeen(NodeEvent event) {
    return switch (event) {
      case NodeEvent.NodeJoined _,
          NodeEvent.NodeMetaChanged _,
          NodeEvent.NodeSuspected _,
          NodeEvent.NodeWentOffline _,
          NodeEvent.NodeWentOnline _,
          NodeEvent.PodReserved _,
          NodeEvent.PodReleased _,
          NodeEvent.NodeRemoved _ ->
          true;
      case NodeEvent.OfferConfirmed _,
          NodeEvent.PodUnassigned _,
          NodeEvent.SubnetLeased _,
          NodeEvent.SubnetMissed _,
          NodeEvent.SubnetReleased _,
          NodeEvent.LossConfirmed _ ->
          false;
    };
  }

  private static void confirm(Fleet fleet, String name, Ref pod, Reservation line) {
    fleet.confirm(pod, line.spec().owner(), name, line.demand());
  }

  private static FleetNode picture(String name, NodeState.Member member) {
    return new FleetNode(
        name,
        member.labels(),
        member.capacity(),
        member.allocated(),
        member.liveness() == Liveness.ONLINE
            ? ""
            : member.liveness().name().toLowerCase(Locale.ROOT),
        member.hostPorts());
  }
}
