package io.troupe.core.placement;

import java.util.List;

/// Why a pod stands where it stands: what the scheduler saw when it chose.
///
/// @param considered nodes looked at
/// @param feasible nodes that passed every filter
/// @param best the chosen node and the runners-up, best first
/// @param rejected per filter, how many nodes it turned down
/// @param refusedBy nodes that were asked before and refused, because the scheduler's picture was
///   old
public record Placement(
    int considered,
    int feasible,
    List<Candidate> best,
    List<FilterCount> rejected,
    List<String> refusedBy) {
  public Placement {
    best = List.copyOf(best);
    rejected = List.copyOf(rejected);
    refusedBy = List.copyOf(refusedBy);
  }

  /// A node and its score; higher is better.
  public record Candidate(String node, long score) {}

  /// A filter, in words, and how many nodes it turned down: `not enough memory`, 3.
  public record FilterCount(String reason, int nodes) {
    @Override
    public String toString() {
      return nodes + (nodes == 1 ? " node: " : " nodes: ") + reason;
    }
  }
}
