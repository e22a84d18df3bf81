package io.troupe.core.placement;

import io.troupe.core.placement.Placement.FilterCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Counts, per reason, the nodes that were turned down.
final class Tally {
  private String[] reasons = new String[8];
  private int[] counts = new int[8];
  private int size;

  void add(String reason, int nodes) {
    if (nodes == 0) {
      return;
    }
    int at = 0;
    while (at < size && !reasons[at].equals(reason)) {
      at++;
    }
    if (at == size) {
      if (size == reasons.length) {
        reasons = Arrays.copyOf(reasons, size * 2);
        counts = Arrays.copyOf(counts, size * 2);
      }
      reasons[size++] = reason;
    }
    counts[at] += nodes;
  }

  /// The counts, greatest first.
  List<FilterCount> counts() {
    List<FilterCount> result = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      result.add(new FilterCount(reasons[i], counts[i]));
    }
    result.sort(
        Comparator.comparingInt(FilterCount::nodes).reversed().thenComparing(FilterCount::reason));
    return result;
  }
}
