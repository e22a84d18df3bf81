package io.troupe.core.placement;

import java.util.Arrays;

/// How many pods of one group stand on each node. Only nodes with any are listed, so that a
/// placement touches as many entries as the group has nodes, whatever the size of the fleet.
final class Replicas {
  private FleetSlot[] slots = new FleetSlot[4];
  private int[] counts = new int[4];
  private int size;

  void add(FleetSlot slot) {
    int at = find(slot);
    if (at < 0) {
      at = size++;
      if (at == slots.length) {
        slots = Arrays.copyOf(slots, at * 2);
        counts = Arrays.copyOf(counts, at * 2);
      }
      slots[at] = slot;
      counts[at] = 0;
    }
    counts[at]++;
  }

  void remove(FleetSlot slot) {
    int at = find(slot);
    if (at >= 0 && --counts[at] == 0) {
      size--;
      slots[at] = slots[size];
      counts[at] = counts[size];
    }
  }

  int on(FleetSlot slot) {
    int at = find(slot);
    return at < 0 ? 0 : counts[at];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// Writes the counts into the slots.
  void mark() {
    for (int i = 0; i < size; i++) {
      slots[i].replicas = counts[i];
    }
  }

  /// Sets the counts in the slots back to zero.
  void unmark() {
    for (int i = 0; i < size; i++) {
      slots[i].replicas = 0;
    }
  }

  private int find(FleetSlot slot) {
    for (int i = 0; i < size; i++) {
      if (slots[i] == slot) {
        return i;
      }
    }
    return -1;
  }
}
