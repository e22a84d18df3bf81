package io.troupe.actors.session;

import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Peer;
import java.util.List;

/// What an agent is told of the network.
///
/// @param number the state of the book that this leads to
/// @param complete whether this begins everything: what is neither in it nor in what follows is
///   gone
/// @param more whether more follows at once, before which this means nothing: a large network comes
///   in parts
/// @param pods the range of all pods' addresses
/// @param services the range of all services' addresses
/// @param nodes new or changed, the agent's own among them
/// @param nodesGone names of nodes that are gone
/// @param endpoints new or changed
/// @param endpointsGone services that cannot be called any more
public record NetworkNews(
    long number,
    boolean complete,
    boolean more,
    Cidr pods,
    Cidr services,
    List<Peer> nodes,
    List<String> nodesGone,
    List<Endpoint> endpoints,
    List<Ref> endpointsGone) {
  public NetworkNews {
    nodes = List.copyOf(nodes);
    nodesGone = List.copyOf(nodesGone);
    endpoints = List.copyOf(endpoints);
    endpointsGone = List.copyOf(endpointsGone);
  }
}
