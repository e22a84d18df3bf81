package io.troupe.node.network;

import io.troupe.core.network.Endpoint;
import java.util.List;

/// The network as a node has last made it, which outlives the agent.
///
/// @param plan the node's part
/// @param endpoints all there were
record RememberedNetwork(NetworkPlan plan, List<Endpoint> endpoints) {
  RememberedNetwork {
    endpoints = List.copyOf(endpoints);
  }
}
