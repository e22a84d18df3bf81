package io.troupe.simulator.check;

import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Endpoints;
import io.troupe.node.network.NetworkPlan;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a machine's part of the network shows.
///
/// @param plan which pods it reaches, absent before it has been told
/// @param endpoints by service
public record NodePicture(@Nullable NetworkPlan plan, Map<Ref, Endpoint> endpoints) {
  public NodePicture {
    endpoints = new TreeMap<>(endpoints);
  }

  /// The endpoint by which new connections to a pod begin.
  Optional<Endpoint> serving(Ref pod) {
    return Optional.ofNullable(endpoints.get(Endpoints.serviceOf(pod)))
        .filter(endpoint -> isServing(endpoint, pod));
  }

  static boolean isServing(Endpoint endpoint, Ref pod) {
    return endpoint.serving().stream().map(Backend::pod).anyMatch(pod::equals);
  }
}
