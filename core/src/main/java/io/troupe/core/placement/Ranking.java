package io.troupe.core.placement;

import io.troupe.core.placement.Placement.Candidate;
import java.util.ArrayList;
import java.util.List;

/// The best nodes seen so far for one pod. Equal scores are ordered by a hash of pod and node, so
/// that pods do not all prefer the same node, and the same question has the same answer.
final class Ranking {
  private static final int KEPT = 3;

  private final long podHash;
  private final FleetSlot[] best = new FleetSlot[KEPT];
  private final long[] scores = new long[KEPT];
  private final long[] ties = new long[KEPT];
  private int size;

  Ranking(long podHash) {
    this.podHash = podHash;
  }

  void offer(FleetSlot slot, long score) {
    if (size == KEPT && score < scores[KEPT - 1]) {
      return;
    }
    long tie = StableHash.mix(podHash ^ slot.hash);
    int at = size;
    while (at > 0 && beats(slot, score, tie, at - 1)) {
      at--;
    }
    if (at == KEPT) {
      return;
    }
    int last = Math.min(size, KEPT - 1);
    for (int i = last; i > at; i--) {
      best[i] = best[i - 1];
      scores[i] = scores[i - 1];
      ties[i] = ties[i - 1];
    }
    best[at] = slot;
    scores[at] = score;
    ties[at] = tie;
    size = Math.min(size + 1, KEPT);
  }

  private boolean beats(FleetSlot slot, long score, long tie, int other) {
    if (score != scores[other]) {
      return score > scores[other];
    }
    if (tie != ties[other]) {
      return tie > ties[other];
    }
    return slot.name.compareTo(best[other].name) < 0;
  }

  /// The best nodes, best first.
  List<Candidate> candidates() {
    List<Candidate> result = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      result.add(new Candidate(best[i].name, scores[i]));
    }
    return result;
  }
}
