package io.troupe.core.pod;

import io.troupe.core.Ref;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;

/// What a pod is to run, and where it may.
///
/// @param owner the deployment it belongs to
/// @param hash the [io.troupe.core.template.Fingerprint] of template and selector, computed once,
///   when the deployment was made; agents label containers with it
public record PodSpec(Ref owner, PodTemplate template, Selector selector, String hash) {
  /// The wish for a node.
  public PlacementRequest placementOf(Ref pod) {
    return new PlacementRequest(pod, owner, Demand.of(template), selector);
  }
}
