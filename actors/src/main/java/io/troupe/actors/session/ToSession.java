package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent says to its node's session. Every message carries where to answer, so that a
/// session that has moved to another member needs no memory.
public sealed interface ToSession extends SessionMessage {
  /// The node's name.
  String node();

  /// I have started, this is my machine. Said first, and again whenever the session asks; answered
  /// with a [ToAgent.Snapshot].
  ///
  /// @param incarnation unique to this run of the agent; a session listens only to the newest
  /// @param number counts the hellos of this incarnation, each that is sent
  record Hello(
      String node,
      String incarnation,
      long number,
      NodeInfo info,
      Capacity capacity,
      ActorRef<ToAgent> agent)
      implements ToSession {}

  /// I am alive, and have applied the desired set up to this revision. Sent at the interval the
  /// session gave.
  ///
  /// @param usage what of the machine is in use, null when it was not measured since the last one
  record Heartbeat(
      String node,
      String incarnation,
      long revision,
      @Nullable Usage usage,
      ActorRef<ToAgent> agent)
      implements ToSession {}

  /// This is how these pods are. Sent again until [ToAgent.ReportTaken] with its number comes; a
  /// pod that has changed meanwhile goes with its newest observation. At most one report is under
  /// way.
  ///
  /// @param number counts the reports of this incarnation
  record Report(
      String node, String incarnation, long number, List<PodReport> pods, ActorRef<ToAgent> agent)
      implements ToSession {
    public Report {
      pods = List.copyOf(pods);
    }
  }

  /// The node's network is as this news had it.
  ///
  /// @param session who has told the news
  /// @param hello of the news
  /// @param number of the news
  record NetworkApplied(
      String node,
      String incarnation,
      String session,
      long hello,
      long number,
      ActorRef<ToAgent> agent)
      implements ToSession {}
}
