package io.troupe.actors.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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

  private static final Set<MemberStatus> WITHOUT_SHARDS =
      Set.of(MemberStatus.leaving(), MemberStatus.exiting(), MemberStatus.removed());

  private final Cluster cluster;
  private final Runnable onBeat;
  private Map<UniqueAddress, MemberStatus> known = new HashMap<>();
  private volatile long beatNanos = System.nanoTime();
  private volatile long doubtNanos = beatNanos;
  private volatile long disturbedNanos = beatNanos;

  private Pulse(Cluster cluster, Runnable onBeat) {
    this.cluster = cluster;
    this.onBeat = onBeat;
  }

  /// @param onBeat called after each look
  static Pulse start(ActorSystem<?> system, Runnable onBeat) {
    Pulse pulse = new Pulse(Cluster.get(system), onBeat);
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
      disturbedNanos = now;
    }
    onBeat.run();
  }

  private boolean isDisturbed() {
    CurrentClusterState state = cluster.state();
    Map<UniqueAddress, MemberStatus> present = new HashMap<>();
    for (Member member : state.getMembers()) {
      present.put(member.uniqueAddress(), member.status());
    }
    Map<UniqueAddress, MemberStatus> before = known;
    known = present;
    return state.getUnreachable().stream()
            .anyMatch(member -> !member.status().equals(MemberStatus.exiting()))
        || before.entrySet().stream()
            .anyMatch(one ->
                !present.containsKey(one.getKey()) && !WITHOUT_SHARDS.contains(one.getValue()));
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
