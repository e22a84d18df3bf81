package io.troupe.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.actors.session.ToSession;
import io.troupe.node.network.NoNetworkRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Many simulated nodes in one actor system, with one clock for all their heartbeats.
public final class SimFleet {
  private static final Duration BEAT = Duration.ofSeconds(1);

  private SimFleet() {}

  /// A fleet that runs until it is stopped. Its nodes are called `prefix-0000` and so on.
  ///
  /// @param settings for each of them, but for the name
  public static Behavior<NodeAgent.Beat> create(
      AgentSettings settings, String prefix, int nodes, ActorRef<ToSession> sessions) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          List<ActorRef<NodeAgent.Message>> agents = new ArrayList<>(nodes);
          for (int i = 0; i < nodes; i++) {
            agents.add(spawn(context, settings, name(prefix, i), sessions));
          }
          return beating(timers, agents);
        }));
  }

  /// The name of the node with this number, from 0.
  public static String name(String prefix, int number) {
    return String.format(Locale.ROOT, "%s-%04d", prefix, number);
  }

  private static ActorRef<NodeAgent.Message> spawn(
      ActorContext<NodeAgent.Beat> context,
      AgentSettings settings,
      String name,
      ActorRef<ToSession> sessions) {
    AgentSettings mine = settings.withName(name);
    Runtimes runtimes = Runtimes.sim(mine, new NoNetworkRuntime(List.of()), InstantSource.system());
    return context.spawn(NodeAgent.create(mine, runtimes, sessions, false), name);
  }

  private static Behavior<NodeAgent.Beat> beating(
      TimerScheduler<NodeAgent.Beat> timers, List<ActorRef<NodeAgent.Message>> agents) {
    timers.startTimerWithFixedDelay(new NodeAgent.Beat(), BEAT);
    return Behaviors.receiveMessage(beat -> {
      agents.forEach(agent -> agent.tell(beat));
      return Behaviors.same();
    });
  }
}
