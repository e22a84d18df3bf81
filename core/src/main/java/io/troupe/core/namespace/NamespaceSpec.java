package io.troupe.core.namespace;

import io.troupe.core.Ordered;
import java.util.Map;

/// What a user wants of a namespace.
///
/// @param domain external domain, empty for the cluster's
/// @param request what it is expected to use, informational
/// @param limits the most that its services may be granted together
public record NamespaceSpec(
    String description, Map<String, String> labels, String domain, Quota request, Quota limits) {
  /// Nothing given.
  public static final NamespaceSpec EMPTY =
      new NamespaceSpec("", Map.of(), "", Quota.NONE, Quota.NONE);

  public NamespaceSpec {
    labels = Ordered.copy(labels);
  }
}
