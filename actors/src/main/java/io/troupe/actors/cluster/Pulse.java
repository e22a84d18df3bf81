package io.troupe.actors.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.stream.StreamSupport;

/// A look at the clock and at the other members every quarter of a second. It tells two things that
/// Akka's picture of the cluster does not: that this process was stopped for a while, so that the
/// picture may be of a time long past; and since when all members have been there without a break.
final class Pulse {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  /// A pause this long cannot have put this member out yet, nor moved its shards.
  private static final Duration PAUSE = Duration.ofMillis(1_500);

  /// After a longer one: until this member's own failure detector would have noticed that nobody
  /// talks to it any more.
  private static final Duration DOUBT = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final Runnable onBeat;
  private volatile long beatNanos = System.nanoTime();
  private volatile long doubtNanos = beatNanos;
  private volatile long disturbedNanos = beatNanos;

  private Pulse(Cluster cluster, Runnable onBeat) {
    this.cluster = cluster;
    this.onBeat = onBeat;
  }

  /// @param onBeat called after each look
  static Pulse start(ActorSystem<?> system, Runnable onBeat) {
    Cluster cluster = Cluster.get(system);
    Pulse pulse = new Pulse(cluster, onBeat);
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                system.systemActorOf(pulse.mourner(), "pulse", Props.empty()),
                MemberRemoved.class));
    system
        .scheduler()
        .scheduleWithFixedDelay(INTERVAL, INTERVAL, pulse::beat, system.executionContext());
    return pulse;
  }

  private void beat() {
    long now = System.nanoTime();
    if (now - beatNanos > PAUSE.toNanos()) {
      doubtNanos = now + DOUBT.toNanos();
    }
    beatNanos = now;
    if (isDisturbed()) {
      disturbed(now);
    }
    onBeat.run();
  }

  private synchronized void disturbed(long now) {
    if (now - disturbedNanos > 0) {
      disturbedNanos = now;
    }
  }

  /// A member that leaves has handed its shards over before others see it go.
  private boolean isDisturbed() {
    CurrentClusterState state = cluster.state();
    return state.getUnreachable().stream()
            .anyMatch(member -> !member.status().equals(MemberStatus.exiting()))
        || StreamSupport.stream(state.getMembers().spliterator(), false).anyMatch(Pulse::isDown);
  }

  private static boolean isDown(Member member) {
    return member.status().equals(MemberStatus.down());
  }

  /// A member may be gone between two looks: one whose process was ended and began again at once.
  private Behavior<MemberRemoved> mourner() {
    return Behaviors.receiveMessage(removed -> {
      if (removed.previousStatus().equals(MemberStatus.down())) {
        disturbed(System.nanoTime());
      }
      return Behaviors.same();
    });
  }

  /// Whether this process was stopped so lately, for so long, that it may have been put out of the
  /// cluster without having heard of it.
  boolean isInDoubt() {
    long now = System.nanoTime();
    return now - beatNanos > PAUSE.toNanos() || now - doubtNanos < 0;
  }

  /// Whether a member has been out of reach, or has gone without handing over, since then.
  boolean disturbedSince(long nanos) {
    return disturbedNanos - nanos >= 0;
  }
}
