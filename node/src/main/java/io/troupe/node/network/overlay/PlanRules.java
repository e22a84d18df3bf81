package io.troupe.node.network.overlay;

import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import java.util.ArrayList;
import java.util.List;

/// What must hold of a plan so that its network can work.
final class PlanRules {
  /// Room for the base, the gateway, a pod and the last address.
  private static final int LONGEST_PREFIX = 30;

  private PlanRules() {}

  /// @throws NetworkFailure when the node's own part makes no sense
  static void require(NetworkPlan plan) {
    if (plan.subnet().length() > LONGEST_PREFIX || !plan.cluster().contains(plan.subnet())) {
      throw new NetworkFailure(
          "the node's subnet "
              + plan.subnet()
              + " is no part of the cluster's range "
              + plan.cluster()
              + " with room for a pod (/"
              + LONGEST_PREFIX
              + " or larger); correct the cluster's network settings");
    }
    if (plan.services().overlaps(plan.cluster())) {
      throw new NetworkFailure(
          "the range of services "
              + plan.services()
              + " overlaps that of pods "
              + plan.cluster()
              + "; choose ranges that are apart");
    }
    requireOutside(plan, "this node", plan.host());
  }

  /// Sorts out the peers that can be reached; of others it is told why not.
  static List<Peer> reachable(NetworkPlan plan, Attempts attempts) {
    List<Peer> good = new ArrayList<>();
    for (Peer peer : plan.peers()) {
      boolean right =
          attempts.run(() -> {
            requireOutside(plan, "node " + peer.node(), peer.host());
            requireApart("this node", peer, peer.subnet().overlaps(plan.subnet()));
            good.forEach(other ->
                requireApart("node " + other.node(), peer, peer.subnet().overlaps(other.subnet())));
          });
      if (right) {
        good.add(peer);
      }
    }
    return good;
  }

  /// A host within the pods' range would be looked for inside the tunnel that leads to it.
  private static void requireOutside(NetworkPlan plan, String who, Ipv4 host) {
    if (plan.cluster().contains(host)) {
      throw new NetworkFailure(
          "the address of "
              + who
              + ", "
              + host
              + ", lies in the range of pods "
              + plan.cluster()
              + "; choose another range for the cluster");
    }
  }

  private static void requireApart(String other, Peer peer, boolean overlaps) {
    if (overlaps) {
      throw new NetworkFailure(
          "node "
              + peer.node()
              + " has subnet "
              + peer.subnet()
              + ", which overlaps that of "
              + other
              + "; its pods cannot be reached until one of them has another");
    }
  }
}
