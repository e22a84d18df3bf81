package io.troupe.core.node;

import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Placement;
import io.troupe.core.pod.PodSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node can be told.
public sealed interface NodeCommand extends Command {
  /// From its agent's session: here I am, with this much room. Also brings it back online.
  record Join(NodeInfo info, Capacity capacity) implements NodeCommand {}

  /// From a user: other description or labels; absent ones stay.
  record SetMeta(@Nullable String description, @Nullable Map<String, String> labels)
      implements NodeCommand {}

  /// From its session: heartbeats are missing.
  record Suspect() implements NodeCommand {}

  /// From its session: heartbeats have been missing for too long.
  record MarkOffline() implements NodeCommand {}

  /// From its session: heartbeats have come back.
  record MarkOnline() implements NodeCommand {}

  /// From the scheduler: reserve room for a pod. Refused with `NO_ROOM` when it does not fit.
  record Reserve(Ref pod, PodSpec spec, Demand demand, Placement placement)
      implements NodeCommand {}

  /// From the pod: I am to end. Answered `Pending` until nothing is left of it here.
  record Unassign(Ref pod) implements NodeCommand {}

  /// From its session: the agent has nothing left of this pod.
  record Release(Ref pod) implements NodeCommand {}

  /// To itself: the pod has agreed to stand here.
  record ConfirmOffer(Ref pod) implements NodeCommand {}

  /// To itself: the pod does not want to stand here.
  record WithdrawOffer(Ref pod) implements NodeCommand {}

  /// To itself: the pod knows that the node is lost.
  record ConfirmLoss(Ref pod) implements NodeCommand {}

  /// From the pool of subnets: this one is yours.
  ///
  /// @param number of the wish that it answers
  record TakeSubnet(Cidr subnet, long number) implements NodeCommand {}

  /// To itself: the pool has no subnet for it.
  record MissSubnet(String problem) implements NodeCommand {}

  /// To itself: the pool has the subnet back.
  record DropSubnet() implements NodeCommand {}

  /// From a user: forget this node. Its pods are lost.
  record Remove() implements NodeCommand {}
}
