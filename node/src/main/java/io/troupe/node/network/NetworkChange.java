package io.troupe.node.network;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to change in a node's part of the network.
///
/// @param plan what the node's part is to be, absent while the node has no subnet
/// @param planned whether the plan is new or other than before
/// @param all whether the endpoints are all there are
/// @param endpoints new or changed ones, or all
/// @param gone services that cannot be called any more
public record NetworkChange(
    @Nullable NetworkPlan plan,
    boolean planned,
    boolean all,
    Collection<Endpoint> endpoints,
    Collection<Ref> gone) {
  public NetworkChange {
    endpoints = List.copyOf(endpoints);
    gone = List.copyOf(gone);
  }

  /// The plan that holds after it. Without a subnet a node keeps the plan it had, so that services
  /// stay what they are.
  ///
  /// @param last the one that held before, null when there was none yet
  public @Nullable NetworkPlan planAfter(@Nullable NetworkPlan last) {
    return plan == null ? last : plan;
  }
}
