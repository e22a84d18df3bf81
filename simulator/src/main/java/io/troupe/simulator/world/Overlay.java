package io.troupe.simulator.world;

import io.troupe.actors.network.NetworkMessage;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.Pools;
import io.troupe.persistence.history.LogEntry;
import io.troupe.simulator.check.NetworkChecks;
import io.troupe.simulator.check.NodePicture;
import io.troupe.simulator.check.PictureChecks;
import io.troupe.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The network of pods in the simulated cluster: what the pools have, how the members' books reach
/// each other, what each machine's part shows, and what is checked of all that.
final class Overlay {
  /// How long a pod waits for nodes that do not say that they know.
  static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);

  private static final int SUBNET = 24;

  private final World world;
  private final Scenario.Pools pools;
  private final NetworkChecks checks;

  Overlay(World world, Scenario.Pools pools) {
    this.world = world;
    this.pools = pools;
    this.checks = new NetworkChecks(world.checks(), DRAIN_TIMEOUT.toNanos());
  }

  /// Whether the machines take part.
  boolean isThere() {
    return pools.networked();
  }

  /// What the start of a member does: the pools are told what they have.
  void provide() {
    if (isThere()) {
      int nodes = Integer.numberOfTrailingZeros(pools.subnets());
      // The first and the last address of a range cannot be leased.
      int services = 32 - Integer.numberOfLeadingZeros(pools.addresses());
      Cidr ofPods = new Cidr(Ipv4.parse("10.42.0.0"), SUBNET - nodes);
      Cidr ofServices = new Cidr(Ipv4.parse("10.43.0.0"), 32 - services);
      world.users().send(Pools.SUBNETS, new PoolCommand.Provide(ofPods, SUBNET));
      world.users().send(Pools.SERVICES, new PoolCommand.Provide(ofServices, 32));
    }
  }

  /// A member's book asks those of the others.
  void askOthers(Member from, NetworkMessage question) {
    for (String name : world.membership().serving()) {
      Member other = world.members().get(name);
      if (other != null && other != from) {
        world
            .network()
            .carry(
                from.place().name(),
                other.place(),
                "book|" + name,
                question,
                () -> other.network(question));
      }
    }
  }

  void stored(LogEntry entry) {
    if (isThere()) {
      checks.stored(entry, world.timeline().now());
    }
  }

  /// A machine's part of the network is another now.
  void shown(String host, NodePicture picture) {
    if (world.chronicle().listens()) {
      world.chronicle().note(host + " shows " + picture);
    }
    if (world.members().values().stream().noneMatch(Member::isBehind)) {
      world.guarded(() -> checks.shown(host, picture));
    }
  }

  /// An agent is about to end a container of a pod.
  void ending(Ref pod, String host) {
    if (isThere() && world.members().values().stream().noneMatch(Member::isBehind)) {
      world.guarded(() -> checks.ending(pod, host, pictures(), world.timeline().now()));
    }
  }

  private Map<String, NodePicture> pictures() {
    Map<String, NodePicture> pictures = new TreeMap<>();
    for (Host host : world.hosts().values()) {
      host.network().ifPresent(network -> pictures.put(host.name(), network.picture()));
    }
    return pictures;
  }

  /// What of the network keeps the world from being at rest.
  void unmet(List<String> unmet) {
    if (isThere()) {
      Map<String, NodePicture> pictures = pictures();
      pictures.keySet().removeIf(host -> !requireHost(host).agentRuns());
      PictureChecks.unmet(world.checks().states(), pictures, unmet);
    }
  }

  private Host requireHost(String name) {
    Host host = world.hosts().get(name);
    if (host == null) {
      throw new IllegalStateException("no such host: " + name);
    }
    return host;
  }
}
