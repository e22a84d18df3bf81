package io.troupe.core.placement;

import io.troupe.core.Ref;
import io.troupe.core.template.Selector;

/// A pod that wants a node. It carries what the scheduler weighs; the pod itself, with its whole
/// template, goes to the node with the reservation.
///
/// @param pod who wants it
/// @param group pods of one group are spread over nodes; the deployment
public record PlacementRequest(Ref pod, Ref group, Demand demand, Selector selector) {}
