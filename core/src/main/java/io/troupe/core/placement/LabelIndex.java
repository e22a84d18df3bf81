package io.troupe.core.placement;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Which slots carry which label, kept as nodes come, change and go.
final class LabelIndex {
  private final Map<Map.Entry<String, String>, BitSet> slots = new HashMap<>();

  void add(int slot, Map<String, String> labels) {
    labels.forEach((key, value) ->
        slots.computeIfAbsent(Map.entry(key, value), label -> new BitSet()).set(slot));
  }

  void remove(int slot, Map<String, String> labels) {
    labels.forEach((key, value) ->
        slots.computeIfPresent(
            Map.entry(key, value),
            (label, carriers) -> {
              carriers.clear(slot);
              return carriers.isEmpty() ? null : carriers;
            }));
  }

  /// Takes those slots out of a set that do not carry the label.
  void retain(BitSet candidates, Map.Entry<String, String> label) {
    BitSet carriers = slots.get(Map.entry(label.getKey(), label.getValue()));
    if (carriers == null) {
      candidates.clear();
    } else {
      candidates.and(carriers);
    }
  }
}
