package io.troupe.actors.session;

import io.troupe.core.Event;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a node's agent is to run, as the node's state and events say.
final class DesiredSet {
  private DesiredSet() {}

  /// Everything, for an agent that has to begin.
  static ToAgent.Snapshot snapshot(NodeState state, long hello, long revision, Duration heartbeat) {
    List<Assignment> run = new ArrayList<>();
    List<Ref> stopping = new ArrayList<>();
    if (state instanceof NodeState.Member member) {
      for (Map.Entry<Ref, Reservation> line : member.ledger().entrySet()) {
        switch (line.getValue().stage()) {
          case OFFERED, CONFIRMED ->
              run.add(new Assignment(line.getKey(), line.getValue().spec(), revision));
          case STOPPING, LOST -> stopping.add(line.getKey());
        }
      }
    }
    return new ToAgent.Snapshot(hello, revision, run, stopping, heartbeat);
  }

  /// What has changed with these events; empty lists when nothing has for the agent.
  static ToAgent.Delta delta(
      long sent, long after, long seq, List<Recorded<? extends Event>> events) {
    Map<Ref, Assignment> run = new TreeMap<>();
    Map<Ref, Boolean> stop = new TreeMap<>();
    long revision = after;
    for (Recorded<? extends Event> recorded : events) {
      revision++;
      if (recorded.event() instanceof NodeEvent event) {
        take(event, revision, run, stop);
      }
    }
    return new ToAgent.Delta(sent, seq, List.copyOf(run.values()), List.copyOf(stop.keySet()));
  }

  private static void take(
      NodeEvent event, long revision, Map<Ref, Assignment> run, Map<Ref, Boolean> stop) {
    switch (event) {
      case NodeEvent.PodReserved reserved ->
          run.put(reserved.pod(), new Assignment(reserved.pod(), reserved.spec(), revision));
      case NodeEvent.PodUnassigned unassigned -> {
        run.remove(unassigned.pod());
        stop.put(unassigned.pod(), true);
      }
      case NodeEvent.PodReleased released -> {
        if (run.remove(released.pod()) != null) {
          stop.put(released.pod(), true);
        }
      }
      case NodeEvent.NodeJoined _,
          NodeEvent.NodeMetaChanged _,
          NodeEvent.NodeSuspected _,
          NodeEvent.NodeWentOffline _,
          NodeEvent.NodeWentOnline _,
          NodeEvent.OfferConfirmed _,
          NodeEvent.LossConfirmed _,
          NodeEvent.SubnetLeased _,
          NodeEvent.SubnetMissed _,
          NodeEvent.SubnetReleased _,
          NodeEvent.NodeRemoved _ -> {}
    }
  }
}
