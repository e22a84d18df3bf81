package io.troupe.core.placement;

import io.troupe.core.Ordered;
import io.troupe.core.node.Capacity;
import java.util.Map;
import java.util.Set;

/// A node as it reports itself to the scheduler.
///
/// @param allocated the sum of its ledger
/// @param unschedulable why it takes no new pods, in words (`offline`, `cordoned`); empty when it
///   does
/// @param hostPorts ports of the host that its ledger has given away, each as `port/proto`
public record FleetNode(
    String name,
    Map<String, String> labels,
    Capacity capacity,
    Capacity allocated,
    String unschedulable,
    Set<String> hostPorts) {
  public FleetNode {
    labels = Ordered.copy(labels);
    hostPorts = Set.copyOf(hostPorts);
  }
}
