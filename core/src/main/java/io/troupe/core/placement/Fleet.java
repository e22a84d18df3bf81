package io.troupe.core.placement;

import io.troupe.core.Ref;
import io.troupe.core.template.Selector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The scheduler's picture of all nodes. It may be old: the nodes' own ledgers decide.
///
/// What is taken on a node is the sum that the node last reported, plus the pods that were reserved
/// here and not confirmed since. Mutable, for one thread.
public final class Fleet {
  private final Map<String, FleetSlot> byName = new HashMap<>();
  private final List<@Nullable FleetSlot> slots = new ArrayList<>();
  private final BitSet occupied = new BitSet();
  private final LabelIndex labels = new LabelIndex();
  private final Map<Ref, Claim> claims = new HashMap<>();
  private final Map<Ref, Replicas> groups = new HashMap<>();

  /// A fleet of no nodes yet.
  public Fleet() {}

  /// A pod on a node.
  ///
  /// @param confirmed whether the node's reported sum has it
  private record Claim(Ref group, FleetSlot slot, Demand demand, boolean confirmed) {}

  /// Takes a node's report, its first or a newer one. Reservations stay on top of it.
  public void upsert(FleetNode node) {
    FleetSlot known = byName.get(node.name());
    if (known == null) {
      int index = occupied.nextClearBit(0);
      known = new FleetSlot(index, node);
      byName.put(node.name(), known);
      occupied.set(index);
      if (index == slots.size()) {
        slots.add(known);
      } else {
        slots.set(index, known);
      }
    } else {
      labels.remove(known.index, known.node().labels());
      known.report(node);
    }
    labels.add(known.index, node.labels());
  }

  /// Forgets a node and every pod on it.
  public void remove(String name) {
    FleetSlot slot = byName.remove(name);
    if (slot != null) {
      List<Ref> lost = new ArrayList<>();
      claims.forEach((pod, claim) -> {
        if (claim.slot() == slot) {
          lost.add(pod);
        }
      });
      lost.forEach(this::release);
      labels.remove(slot.index, slot.node().labels());
      occupied.clear(slot.index);
      slots.set(slot.index, null);
    }
  }

  /// Counts a pod on a node whose report does not have it yet. A pod that is counted there already
  /// is not counted twice; one that is counted elsewhere moves. An unknown node is ignored.
  public void reserve(Ref pod, Ref group, String node, Demand demand) {
    claim(pod, group, node, demand, false);
  }

  /// Notes that a node's report has the pod, reserved here or by another scheduler: from now on the
  /// pod counts in its group's spread alone, and the sum is the report's. Call it together with
  /// [#upsert].
  public void confirm(Ref pod, Ref group, String node, Demand demand) {
    claim(pod, group, node, demand, true);
  }

  /// Forgets a pod: its reservation was refused, or it has left its node.
  public void release(Ref pod) {
    Claim claim = claims.remove(pod);
    if (claim != null) {
      Replicas replicas = groups.get(claim.group());
      if (replicas != null) {
        replicas.remove(claim.slot());
        if (replicas.isEmpty()) {
          groups.remove(claim.group());
        }
      }
      if (!claim.confirmed()) {
        claim.slot().unreserve(claim.demand());
      }
    }
  }

  /// Forgets a pod that has left a node, unless it stands on another by now.
  public void release(Ref pod, String node) {
    Claim claim = claims.get(pod);
    if (claim != null && claim.slot().name.equals(node)) {
      release(pod);
    }
  }

  /// Whether a pod has a place, reserved or confirmed.
  public boolean holds(Ref pod) {
    return claims.containsKey(pod);
  }

  /// Whether a pod has a place that its node has reported.
  public boolean isConfirmed(Ref pod) {
    Claim claim = claims.get(pod);
    return claim != null && claim.confirmed();
  }

  /// The number of nodes.
  public int size() {
    return byName.size();
  }

  /// How many pods of a group stand on a node, reserved or confirmed.
  public int replicas(Ref group, String node) {
    FleetSlot slot = byName.get(node);
    Replicas replicas = groups.get(group);
    return slot == null || replicas == null ? 0 : replicas.on(slot);
  }

  private void claim(Ref pod, Ref group, String node, Demand demand, boolean confirmed) {
    FleetSlot slot = byName.get(node);
    Claim known = claims.get(pod);
    if (slot == null || (known != null && known.slot() == slot && known.confirmed())) {
      return;
    }
    if (known != null) {
      release(pod);
    }
    claims.put(pod, new Claim(group, slot, demand, confirmed));
    groups.computeIfAbsent(group, key -> new Replicas()).add(slot);
    if (!confirmed) {
      slot.reserve(demand);
    }
  }

  @Nullable Replicas group(Ref group) {
    return groups.get(group);
  }

  @Nullable FleetSlot slot(int index) {
    return slots.get(index);
  }

  /// The indices of the slots that a selector allows; what it turns down is counted.
  BitSet select(Selector selector, Tally tally) {
    if (selector.node().isEmpty() && selector.labels().isEmpty()) {
      return occupied;
    }
    BitSet candidates = candidates(selector.node());
    int left = candidates.cardinality();
    tally.add("not the selected node " + selector.node(), size() - left);
    for (Map.Entry<String, String> label : selector.labels().entrySet()) {
      labels.retain(candidates, label);
      int carriers = candidates.cardinality();
      tally.add("no label " + label.getKey() + "=" + label.getValue(), left - carriers);
      left = carriers;
    }
    return candidates;
  }

  private BitSet candidates(String node) {
    if (node.isEmpty()) {
      return (BitSet) occupied.clone();
    }
    BitSet one = new BitSet();
    FleetSlot slot = byName.get(node);
    if (slot != null) {
      one.set(slot.index);
    }
    return one;
  }
}
