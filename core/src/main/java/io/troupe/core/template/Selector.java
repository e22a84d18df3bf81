package io.troupe.core.template;

import io.troupe.core.Ordered;
import java.util.Map;

/// Which nodes may run a pod: one by host name, those with all the labels, or both. Empty means
/// any.
///
/// @param node host name, empty for any
/// @param labels every one must stand on the node with the same value
public record Selector(String node, Map<String, String> labels) {
  /// Any node.
  public static final Selector ANY = new Selector("", Map.of());

  public Selector {
    labels = Ordered.copy(labels);
  }
}
