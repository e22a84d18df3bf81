package io.troupe.simulator.check;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Endpoints;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.node.Reservation;
import io.troupe.core.pod.PodState;
import io.troupe.core.pool.PoolState;
import io.troupe.core.pool.Pools;
import io.troupe.core.service.ServiceState;
import io.troupe.persistence.history.LogEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What must hold of the network at any time: nobody has the address of another, and no pod ends
/// that is still called.
public final class NetworkChecks {
  private final StepChecks log;
  private final long drainNanos;
  private final Map<Ref, Ipv4> held = new TreeMap<>();
  private final Map<Ref, Leaving> leaving = new HashMap<>();
  private final Map<String, Long> awake = new HashMap<>();
  private final Map<String, Set<Ref>> withdrawn = new HashMap<>();

  /// A pod that is to end.
  ///
  /// @param withdrawn whether it is called no more from this revision on; false also when it was
  ///   called again later, rather than nobody
  private record Leaving(long since, long revision, boolean withdrawn) {
    Leaving called() {
      return new Leaving(since, revision, false);
    }
  }

  /// @param drainNanos how long a pod waits for nodes that do not say that they know
  public NetworkChecks(StepChecks log, long drainNanos) {
    this.log = log;
    this.drainNanos = drainNanos;
  }

  /// Takes in the next event of the log, after the states have.
  public void stored(LogEntry entry, long now) {
    Ref resource = entry.id().resource();
    switch (log.state(resource)) {
      case ServiceState service -> holds(resource, address(service));
      case NodeState node -> {
        holds(resource, subnet(node));
        awake(resource.link(), node, now);
      }
      case PoolState pool ->
          held.keySet().stream()
              .filter(owner -> pool(owner).equals(resource))
              .forEach(owner -> requireLease(owner, pool));
      case PodState pod -> leaves(resource, pod, entry.revision(), now);
      default -> {}
    }
    leaving.replaceAll(
        (pod, leaves) -> leaves.withdrawn() && isCalled(pod) ? leaves.called() : leaves);
  }

  /// The address that a service has and wants.
  private static Optional<Ipv4> address(ServiceState state) {
    return state instanceof ServiceState.Active active && active.spec().network().isAddressed()
        ? active.address().called()
        : Optional.empty();
  }

  private static Optional<Ipv4> subnet(NodeState state) {
    return state instanceof NodeState.Member member
        ? member.subnet().find().map(Cidr::base)
        : Optional.empty();
  }

  private void holds(Ref owner, Optional<Ipv4> address) {
    held.remove(owner);
    if (address.isEmpty()) {
      return;
    }
    held.forEach((other, its) -> {
      if (its.equals(address.get()) && other.kind() == owner.kind()) {
        throw new Violation("addresses-unique", owner + " and " + other + " both have " + its);
      }
    });
    held.put(owner, address.get());
    requireLease(owner, (PoolState) log.state(pool(owner)));
  }

  private static Ref pool(Ref owner) {
    return owner.kind() == Kind.NODE ? Pools.SUBNETS : Pools.SERVICES;
  }

  private void requireLease(Ref owner, PoolState pool) {
    Ipv4 address = held.get(owner);
    if (!(pool instanceof PoolState.Open open) || !owner.equals(open.owners().get(address))) {
      throw new Violation("addresses-unique", owner + " has " + address + ", its pool: " + pool);
    }
  }

  private void awake(String node, NodeState state, long now) {
    if (state instanceof NodeState.Member member
        && member.liveness() == Liveness.ONLINE
        && member.info().isNetworked()
        && member.subnet().find().isPresent()) {
      awake.putIfAbsent(node, now);
    } else {
      awake.remove(node);
    }
  }

  private void leaves(Ref pod, PodState state, long revision, long now) {
    if (!(state instanceof PodState.Destroying destroying)
        || destroying.lost()
        || !destroying.observed().callable()) {
      leaving.remove(pod);
    } else if (!leaving.containsKey(pod)) {
      leaving.put(pod, new Leaving(now, revision, !isCalled(pod)));
    }
  }

  private boolean isCalled(Ref pod) {
    return PictureChecks.endpoint(log.states(), Endpoints.serviceOf(pod))
        .filter(endpoint -> NodePicture.isServing(endpoint, pod))
        .isPresent();
  }

  /// What a machine shows has changed: what it has stopped to call because it ends does not come
  /// back. Not checked where a view is behind: a session that begins on that member knows no
  /// better.
  public void shown(String host, NodePicture picture) {
    Set<Ref> known = withdrawn.computeIfAbsent(host, _ -> new HashSet<>());
    leaving.forEach((pod, leaves) -> {
      Endpoint endpoint = picture.endpoints().get(Endpoints.serviceOf(pod));
      boolean old = endpoint != null && endpoint.version() < leaves.revision();
      boolean serving = picture.serving(pod).isPresent();
      if (endpoint != null && !old && !serving) {
        known.add(pod);
      } else if (old && serving && leaves.withdrawn() && known.contains(pod)) {
        throw new Violation(
            "withdrawn-for-good", "%s calls %s again, which is to end".formatted(host, pod));
      }
    });
  }

  /// A pod is ended on its machine: not before all nodes that are heard have stopped to call it, or
  /// it has waited for long enough.
  public void ending(Ref pod, String host, Map<String, NodePicture> pictures, long now) {
    Leaving leaves = leaving.get(pod);
    if (leaves == null
        || !leaves.withdrawn()
        || now - leaves.since() >= drainNanos
        || !isStopping(pod, host)) {
      return;
    }
    pictures.forEach((node, picture) -> {
      long heard = awake.getOrDefault(node, Long.MAX_VALUE);
      boolean calls =
          picture.serving(pod).filter(one -> one.version() < leaves.revision()).isPresent();
      if (heard < leaves.since() && calls) {
        throw new Violation(
            "drained-before-end", "%s ends %s, which %s still calls".formatted(host, pod, node));
      }
    });
  }

  private boolean isStopping(Ref pod, String host) {
    if (!(log.state(pod) instanceof PodState.Destroying destroying)
        || !host.equals(destroying.node())
        || !(log.state(new Ref(Kind.NODE, host)) instanceof NodeState.Member member)) {
      return false; // it never stood there, or does not any more
    }
    Reservation line = member.ledger().get(pod);
    return line != null && line.stage() == Reservation.Stage.STOPPING;
  }
}
