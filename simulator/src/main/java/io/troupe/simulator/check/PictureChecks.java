package io.troupe.simulator.check;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Owed;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Endpoints;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.pod.PodState;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.PoolState;
import io.troupe.core.pool.Pools;
import io.troupe.core.service.ServiceState;
import io.troupe.node.network.NetworkPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What must hold of the network when nothing moves any more: leases are where they belong, and
/// each node shows what follows from the log.
public final class PictureChecks {
  private final Map<Ref, State> states;
  private final List<String> unmet;

  private PictureChecks(Map<Ref, State> states, List<String> unmet) {
    this.states = states;
    this.unmet = unmet;
  }

  /// Adds what is not as it should be, in words.
  ///
  /// @param pictures of every machine whose agent runs
  public static void unmet(
      Map<Ref, State> states, Map<String, NodePicture> pictures, List<String> unmet) {
    PictureChecks checks = new PictureChecks(states, unmet);
    checks.leases(Pools.SERVICES);
    checks.leases(Pools.SUBNETS);
    pictures.forEach(checks::picture);
  }

  /// Whether a resource may go on owing this at rest: it waits for an address that cannot be had.
  static boolean mayWait(Map<Ref, State> states, Owed owed) {
    if (!(owed instanceof Owed.Ask ask)
        || !(ask.command() instanceof PoolCommand.Lease lease)
        || !(states.get(ask.to()) instanceof PoolState.Open open)) {
      return false;
    }
    if (lease.wanted() != null) {
      return open.owners().containsKey(lease.wanted());
    }
    long blocks = 1L << (open.block() - open.range().length());
    return open.leases().size() >= (open.block() == 32 ? blocks - 2 : blocks);
  }

  /// A service's endpoint as the log has it, with version 0.
  static Optional<Endpoint> endpoint(Map<Ref, State> states, Ref service) {
    if (!(states.get(service) instanceof ServiceState state) || !Endpoints.isReached(state)) {
      return Optional.empty();
    }
    Map<Ref, PodState> pods = new TreeMap<>();
    states.forEach((ref, known) -> {
      if (known instanceof PodState pod && Endpoints.serviceOf(ref).equals(service)) {
        pods.put(ref, pod);
      }
    });
    return Endpoints.of(
        service,
        state,
        0,
        pods,
        node ->
            states.get(new Ref(Kind.NODE, node)) instanceof NodeState.Member member
                ? Optional.of(member.liveness())
                : Optional.empty());
  }

  private void leases(Ref pool) {
    if (!(states.get(pool) instanceof PoolState.Open open)) {
      unmet.add(pool + " has no range");
      return;
    }
    Map<Ref, Ipv4> expected = new TreeMap<>();
    states.forEach((ref, state) -> {
      Optional<Ipv4> held =
          switch (state) {
            case ServiceState.Active active when pool.equals(Pools.SERVICES) ->
                active.address().find();
            case NodeState.Member member when pool.equals(Pools.SUBNETS) ->
                member.subnet().find().map(Cidr::base);
            default -> Optional.empty();
          };
      held.ifPresent(address -> expected.put(ref, address));
    });
    Map<Ref, Ipv4> leased = new TreeMap<>();
    open.leases().forEach((owner, lease) -> leased.put(owner, lease.block().base()));
    if (!leased.equals(expected) || open.owners().size() != expected.size()) {
      unmet.add("%s has leased %s, of which are held %s".formatted(pool, open.owners(), expected));
    }
  }

  private void picture(String host, NodePicture picture) {
    if (!(states.get(new Ref(Kind.NODE, host)) instanceof NodeState.Member member)
        || member.liveness() != Liveness.ONLINE
        || member.subnet().find().isEmpty()) {
      return;
    }
    NetworkPlan plan = picture.plan();
    if (plan == null) {
      unmet.add(host + " has not been told of the network");
      return;
    }
    List<Peer> peers = new ArrayList<>(plan.peers());
    peers.add(new Peer(host, plan.subnet(), plan.host()));
    peers.sort(null);
    if (!peers.equals(peers())) {
      unmet.add("%s reaches %s, there are %s".formatted(host, peers, peers()));
    }
    Map<Ref, Endpoint> shown = new TreeMap<>();
    picture.endpoints().forEach((service, endpoint) -> shown.put(service, unnumbered(endpoint)));
    Map<Ref, Endpoint> expected = new TreeMap<>();
    states
        .keySet()
        .forEach(ref -> endpoint(states, ref).ifPresent(found -> expected.put(ref, found)));
    if (!shown.equals(expected)) {
      unmet.add("%s calls %s, it should %s".formatted(host, shown, expected));
    }
  }

  private static Endpoint unnumbered(Endpoint endpoint) {
    return new Endpoint(
        endpoint.service(),
        0,
        endpoint.address(),
        endpoint.ports(),
        endpoint.balance(),
        endpoint.backends());
  }

  private List<Peer> peers() {
    List<Peer> peers = new ArrayList<>();
    states.forEach((ref, state) -> {
      if (state instanceof NodeState.Member member) {
        member
            .subnet()
            .find()
            .ifPresent(subnet ->
                peers.add(new Peer(ref.link(), subnet, Ipv4.parse(member.info().internalIp()))));
      }
    });
    return peers;
  }
}
