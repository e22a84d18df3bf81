package io.troupe.core.placement;

import io.troupe.core.placement.Placement.Candidate;
import io.troupe.core.placement.Placement.FilterCount;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/// Chooses a node for a pod from the fleet. It changes nothing: whoever asks reserves the node it
/// names. For one thread, the fleet's.
///
/// A node must be the selected one, carry every selected label, not have refused already, take new
/// pods, and have room. Of those that pass, the one with the fewest replicas of the pod's group is
/// best, then the one that is left with the greatest free share. The same fleet and request always
/// give the same verdict.
public final class Scheduler {
  private static final String REFUSED_ALREADY = "refused already";
  private static final FilterCount NO_NODES =
      new FilterCount("the cluster has no nodes; start an agent and let it join", 0);

  private final Fleet fleet;

  public Scheduler(Fleet fleet) {
    this.fleet = fleet;
  }

  /// Where the pod should go.
  ///
  /// @param exclude nodes that have refused this pod already
  public Verdict place(PlacementRequest request, Set<String> exclude) {
    Tally tally = new Tally();
    Ranking ranking = new Ranking(StableHash.of(request.pod().link()));
    BitSet candidates = fleet.select(request.selector(), tally);
    Replicas replicas = fleet.group(request.group());
    if (replicas != null) {
      replicas.mark();
    }
    int feasible = weigh(candidates, request.demand(), exclude, tally, ranking);
    if (replicas != null) {
      replicas.unmark();
    }
    if (feasible == 0) {
      return new Verdict.Unplaceable(fleet.size() == 0 ? List.of(NO_NODES) : tally.counts());
    }
    List<Candidate> best = ranking.candidates();
    List<String> refusedBy = exclude.stream().sorted().toList();
    return new Verdict.Placed(
        best.getFirst().node(),
        new Placement(fleet.size(), feasible, best, tally.counts(), refusedBy));
  }

  private int weigh(
      BitSet candidates, Demand demand, Set<String> exclude, Tally tally, Ranking ranking) {
    int feasible = 0;
    long memory = demand.memory().bytes();
    long cpu = demand.cpu().nanos();
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      FleetSlot slot = fleet.slot(i);
      if (slot == null) {
        continue;
      }
      String refusal =
          !exclude.isEmpty() && exclude.contains(slot.name)
              ? REFUSED_ALREADY
              : slot.refusal(demand);
      if (refusal == null) {
        feasible++;
        ranking.offer(slot, slot.score(memory, cpu));
      } else {
        tally.add(refusal, 1);
      }
    }
    return feasible;
  }
}
