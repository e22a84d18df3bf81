package io.troupe.core.node;

import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Placement;
import io.troupe.core.pod.PodSpec;
import java.util.Map;

/// What has happened to a node. The sequence number of the last event that changed what the agent
/// must run is the revision the agent acknowledges.
public sealed interface NodeEvent extends Event {
  /// Its agent has joined, for the first time or with other information.
  record NodeJoined(NodeInfo info, Capacity capacity) implements NodeEvent {}

  /// A user has described or labelled it.
  record NodeMetaChanged(String description, Map<String, String> labels) implements NodeEvent {}

  /// Its heartbeats are missing.
  record NodeSuspected() implements NodeEvent {}

  /// Its heartbeats have been missing for too long.
  record NodeWentOffline() implements NodeEvent {}

  /// Its heartbeats are back.
  record NodeWentOnline() implements NodeEvent {}

  /// Room was reserved; the agent is to run the pod.
  record PodReserved(Ref pod, PodSpec spec, Demand demand, Placement placement)
      implements NodeEvent {}

  /// The pod has agreed to stand here.
  record OfferConfirmed(Ref pod) implements NodeEvent {}

  /// The agent is to end the pod.
  record PodUnassigned(Ref pod) implements NodeEvent {}

  /// The pod's room is free again.
  record PodReleased(Ref pod) implements NodeEvent {}

  /// The pod knows that it is lost.
  record LossConfirmed(Ref pod) implements NodeEvent {}

  /// It was removed by a user.
  record NodeRemoved() implements NodeEvent {}

  /// Its pods get their addresses from this subnet.
  record SubnetLeased(Cidr subnet) implements NodeEvent {}

  /// It has no subnet for its pods, for this reason; it goes on asking.
  record SubnetMissed(String problem) implements NodeEvent {}

  /// It is gone, and its subnet is the pool's again.
  record SubnetReleased() implements NodeEvent {}
}
