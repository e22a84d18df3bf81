package io.troupe.node.network;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import java.util.List;

/// What the control plane says a node's part of the network is to be.
///
/// @param cluster the range of all pods' addresses
/// @param services the range of all services' addresses
/// @param subnet this node's part of the pods' range
/// @param host this node's address in the underlay
/// @param peers the other nodes, in order of their names
public record NetworkPlan(Cidr cluster, Cidr services, Cidr subnet, Ipv4 host, List<Peer> peers) {
  public NetworkPlan {
    peers = peers.stream().sorted().toList();
  }

  /// The node's own address in its subnet, at which its pods find the way out and the name server.
  public Ipv4 gateway() {
    return subnet.address(1);
  }
}
