package io.troupe.actors.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.MemberUp;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.troupe.core.Ref;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes up what a control member that is gone had under way. Its shards start elsewhere at the
/// first message to them, so what owes something and whatever is to be watched is sent one: each
/// remaining member goes through its own view for its share. The same goes for shards that have
/// moved to a member that came.
public final class Redrive {
  private static final Logger LOG = LoggerFactory.getLogger(Redrive.class);

  /// About as long as it takes until a member is known to be gone: an agent that is silent now may
  /// have gone with it.
  private static final Duration SILENT_WITH_ITS_MEMBER = Duration.ofSeconds(4);

  /// When to go through the view after a change. More than once, ever more rarely: nobody answers a
  /// message that wakes, it may have gone to where the shard had been, and a view may be behind.
  public static final List<Duration> TIMES =
      Stream.of(0, 5, 15, 35, 75, 155).map(Duration::ofSeconds).toList();

  private sealed interface Message {}

  private record Changed(String address, boolean gone) implements Message {}

  private record Drive(Duration silent) implements Message {}

  private record Key(String address, Duration time) {}

  /// Wakes one member's share.
  @FunctionalInterface
  public interface Resume {
    /// @param mine what is in the share
    /// @param silent for how long agents are taken to have been silent
    void wake(Predicate<Ref> mine, Duration silent);
  }

  private Redrive() {}

  /// How long the agents of a member's sessions are taken to have been silent. Only when the view
  /// is gone through for the first time: a session that is new later may be so for other reasons,
  /// and nobody knows when the one before it has heard its agent.
  ///
  /// @param gone whether the member is gone; else its sessions have come to it from others
  /// @param time one of [#TIMES]
  public static Duration silent(boolean gone, Duration time) {
    return gone && time.isZero() ? SILENT_WITH_ITS_MEMBER : Duration.ZERO;
  }

  /// @param resume goes through the view and wakes what the predicate accepts and what needs it
  public static void start(ActorSystem<?> system, Membership membership, Resume resume) {
    if (membership.hasPeers()) {
      system.systemActorOf(behavior(membership, resume), "redrive", Props.empty());
    }
  }

  private static Behavior<Message> behavior(Membership membership, Resume resume) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          var subscriptions = Cluster.get(context.getSystem()).subscriptions();
          subscriptions.tell(
              Subscribe.create(
                  context.messageAdapter(MemberRemoved.class, removed -> changed(removed, true)),
                  MemberRemoved.class));
          subscriptions.tell(
              Subscribe.create(
                  context.messageAdapter(MemberUp.class, came -> changed(came, false)),
                  MemberUp.class));
          return Behaviors.receiveMessage(message -> {
            switch (message) {
              case Changed changed -> plan(changed, timers);
              case Drive(Duration silent) -> drive(membership, resume, silent);
            }
            return Behaviors.same();
          });
        }));
  }

  private static Changed changed(MemberEvent event, boolean gone) {
    String address = Membership.hostPort(event.member().address());
    if (gone) {
      LOG.info("control member {} is gone; its work is taken up", address);
    }
    return new Changed(address, gone);
  }

  private static void plan(Changed changed, TimerScheduler<Message> timers) {
    for (Duration time : TIMES) {
      timers.startSingleTimer(
          new Key(changed.address, time),
          new Drive(silent(changed.gone, time)),
          time.plusMillis(1));
    }
  }

  private static void drive(Membership membership, Resume resume, Duration silent) {
    var members = membership.serving();
    String self = membership.address();
    resume.wake(resource -> Share.isMine(resource, self, members), silent);
  }
}
