package io.troupe.actors.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// How this member stands in the cluster of control members, and who the others are. Safe for use
/// by any thread; asks Akka's own picture each time, which costs nothing.
public final class Membership {
  /// The role of members that keep shards.
  public static final String CONTROL = "control";

  /// Begin the roles in which members tell of themselves what Akka has no place for.
  public static final String NAME_TAG = "name=";

  /// See [#NAME_TAG].
  public static final String SINCE_TAG = "since=";

  private static final int SHOWN_TRIES = 200;
  private static final Duration SHOWN_DELAY = Duration.ofMillis(10);

  private final Cluster cluster;
  private final ClusterSettings settings;
  private final List<Runnable> onPulse = new CopyOnWriteArrayList<>();
  private final @Nullable Pulse pulse;
  private volatile boolean draining;

  /// A member of the cluster.
  ///
  /// @param name what people call it
  /// @param address of its remoting, `host:port`
  /// @param status `up`, `joining`, `leaving`, `unreachable`, …
  /// @param version its release
  /// @param since when its process, or its last attempt to join, began
  public record Peer(
      String name,
      String address,
      List<String> roles,
      String status,
      String version,
      Optional<Instant> since) {
    public Peer {
      roles = List.copyOf(roles);
    }
  }

  public Membership(ActorSystem<?> system, ClusterSettings settings) {
    this.cluster = Cluster.get(system);
    this.settings = settings;
    this.pulse =
        settings.controlMembers() > 1
            ? Pulse.start(system, () -> onPulse.forEach(Runnable::run))
            : null;
  }

  /// Has something done several times a second, when there are other members.
  public void onPulse(Runnable task) {
    onPulse.add(task);
  }

  /// Completes when this member's own picture of the cluster has it as up: it may be a moment
  /// behind the news of that.
  public CompletionStage<Void> shownUp(ActorSystem<?> system) {
    return Patterns.retry(
        () ->
            cluster.selfMember().status().equals(MemberStatus.up())
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(
                    new IllegalStateException("this member's picture does not show it as up")),
        SHOWN_TRIES,
        SHOWN_DELAY,
        system.classicSystem());
  }

  /// Says that this member is about to leave and takes nothing new.
  public void drain() {
    draining = true;
  }

  /// Why this member must take no commands now, when it must not.
  public Optional<String> trouble() {
    if (draining) {
      return Optional.of("this member is leaving the cluster; ask another one");
    }
    MemberStatus status = cluster.selfMember().status();
    if (!status.equals(MemberStatus.up())) {
      return Optional.of(
          "this member is not up in its cluster ("
              + word(status)
              + "); "
              + settings.quorum()
              + " of "
              + settings.controlMembers()
              + " control members are needed; ask another one");
    }
    if (isInDoubt()) {
      return Optional.of(
          "this member stood still for a while and may have been put out of its cluster; it will know in 3 s; ask another one");
    }
    return isCutOff()
        ? Optional.of(
            "this member sees only %d of %d control members%s; commands are refused until it sees %d"
                .formatted(reached(), settings.controlMembers(), missing(), settings.quorum()))
        : Optional.empty();
  }

  /// Whether this member sees too few others to go on, or has just stood still for long: they may
  /// have gone on without it. It must not store anything then, nor say that anything is stored.
  public boolean isCutOff() {
    return isInDoubt() || (settings.quorum() > 1 && reached() < settings.quorum());
  }

  private boolean isInDoubt() {
    return pulse != null && pulse.isInDoubt();
  }

  /// Whether shards can move to another member.
  public boolean hasPeers() {
    return settings.controlMembers() > 1;
  }

  /// Whether a member that keeps shards has been out of reach, or has gone without a word, since
  /// then.
  ///
  /// @param nanos by [System#nanoTime()]
  public boolean disturbedSince(long nanos) {
    return pulse != null && pulse.disturbedSince(nanos);
  }

  private int reached() {
    CurrentClusterState state = cluster.state();
    Set<Member> unreachable = state.getUnreachable();
    int reached = 0;
    for (Member member : state.getMembers()) {
      if (member.hasRole(CONTROL) && isThere(member) && !unreachable.contains(member)) {
        reached++;
      }
    }
    return reached;
  }

  private String missing() {
    String missing =
        cluster.state().getUnreachable().stream()
            .filter(member -> member.hasRole(CONTROL))
            .map(member -> hostPort(member.address()))
            .collect(Collectors.joining(", "));
    return missing.isEmpty() ? "" : " (not " + missing + ")";
  }

  private static boolean isThere(Member member) {
    return member.status().equals(MemberStatus.up())
        || member.status().equals(MemberStatus.leaving());
  }

  /// All control members that are up, with this one.
  public List<Peer> peers() {
    CurrentClusterState state = cluster.state();
    Set<Member> unreachable = state.getUnreachable();
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .map(member -> peer(member, unreachable.contains(member)))
        .toList();
  }

  /// Addresses of control members that are up and reached, `host:port`.
  public List<String> serving() {
    CurrentClusterState state = cluster.state();
    Set<Member> unreachable = state.getUnreachable();
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .filter(member -> member.hasRole(CONTROL))
        .filter(member -> member.status().equals(MemberStatus.up()))
        .filter(member -> !unreachable.contains(member))
        .map(member -> hostPort(member.address()))
        .toList();
  }

  /// Whether no other control member is there that could take over.
  public boolean isAlone() {
    return serving().stream().allMatch(address()::equals);
  }

  /// What this member is in its cluster, in one word.
  public String status() {
    MemberStatus status = cluster.selfMember().status();
    return status.equals(MemberStatus.removed()) && !cluster.isTerminated() && !joined()
        ? "alone"
        : word(status);
  }

  private boolean joined() {
    return cluster.state().getMembers().iterator().hasNext();
  }

  /// The address of this member's remoting, `host:port`.
  public String address() {
    return hostPort(cluster.selfMember().address());
  }

  private static Peer peer(Member member, boolean unreachable) {
    List<String> roles =
        member.getRoles().stream()
            .filter(role -> role.indexOf('=') < 0 && !role.startsWith("dc-"))
            .sorted()
            .toList();
    return new Peer(
        tag(member, NAME_TAG).orElseGet(() -> hostPort(member.address())),
        hostPort(member.address()),
        roles,
        unreachable ? "unreachable" : word(member.status()),
        member.appVersion().version(),
        tag(member, SINCE_TAG).map(millis -> Instant.ofEpochMilli(Long.parseLong(millis))));
  }

  private static Optional<String> tag(Member member, String tag) {
    return member.getRoles().stream()
        .filter(role -> role.startsWith(tag))
        .map(role -> role.substring(tag.length()))
        .findFirst();
  }

  private static String word(MemberStatus status) {
    return status.toString().toLowerCase(Locale.ROOT);
  }

  static String hostPort(Address address) {
    return address.getHost().orElse("localhost") + ":" + address.getPort().orElse(0);
  }
}
