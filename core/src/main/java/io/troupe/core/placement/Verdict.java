package io.troupe.core.placement;

import io.troupe.core.placement.Placement.FilterCount;
import java.util.List;

/// What the scheduler makes of a request.
public sealed interface Verdict {
  /// This node suits best; ask it.
  record Placed(String node, Placement placement) implements Verdict {}

  /// No node suits.
  ///
  /// @param reasons what stood in the way; every node is counted once, under the first filter that
  ///   turned it down
  record Unplaceable(List<FilterCount> reasons) implements Verdict {
    public Unplaceable {
      reasons = List.copyOf(reasons);
    }
  }
}
