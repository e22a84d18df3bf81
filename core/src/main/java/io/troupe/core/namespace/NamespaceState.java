package io.troupe.core.namespace;

import io.troupe.core.Ordered;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.namespace.NamespaceEvent.Grant;
import io.troupe.core.template.Limits;
import java.time.Instant;
import java.util.SortedMap;

/// A namespace by phase.
public sealed interface NamespaceState extends State {
  /// There is no such namespace.
  record Absent() implements NamespaceState {}

  /// It exists.
  ///
  /// @param children what lives in it, with what each was granted
  /// @param allocated the sum of the grants
  record Present(
      NamespaceSpec spec,
      SortedMap<Ref, Grant> children,
      Limits allocated,
      Instant created,
      Instant updated)
      implements NamespaceState {
    public Present {
      children = Ordered.copy(children);
    }
  }
}
