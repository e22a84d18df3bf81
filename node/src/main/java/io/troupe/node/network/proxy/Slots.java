package io.troupe.node.network.proxy;

import io.troupe.core.network.Balance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/// Which backend each number leads to that a rule draws for a connection. From 0 on, without holes.
///
/// For [Balance#RR] and [Balance#LC] there is one for each backend, and those that stay keep theirs
/// as far as they can, so that little changes. For [Balance#SH], where the number is a hash of the
/// caller's address, there are many more, and each goes to the backend that wins it by a hash of
/// both (rendezvous hashing): when one leaves, only its own callers move.
final class Slots {
  private static final int HASHED = 256;
  private static final int SHARE = 4;

  private Slots() {}

  /// The slots for these backends.
  ///
  /// @param before what the slots were, any numbers
  static Map<Integer, Target> of(Balancing balancing, Map<Integer, Target> before) {
    return balancing.balance() == Balance.SH
        ? hashed(balancing.serving())
        : kept(balancing.serving(), before);
  }

  private static Map<Integer, Target> kept(SortedSet<Target> serving, Map<Integer, Target> before) {
    Map<Integer, Target> slots = new HashMap<>();
    Set<Target> placed = new HashSet<>();
    for (int slot = 0; slot < serving.size(); slot++) {
      Target target = before.get(slot);
      if (target != null && serving.contains(target) && placed.add(target)) {
        slots.put(slot, target);
      }
    }
    Deque<Target> others = new ArrayDeque<>(serving);
    others.removeIf(placed::contains);
    for (int slot = 0; !others.isEmpty(); slot++) {
      if (!slots.containsKey(slot)) {
        slots.put(slot, others.removeFirst());
      }
    }
    return slots;
  }

  private static Map<Integer, Target> hashed(SortedSet<Target> serving) {
    Map<Integer, Target> slots = new HashMap<>();
    int count = serving.isEmpty() ? 0 : HASHED;
    while (count < serving.size() * SHARE) {
      count *= 2;
    }
    for (int slot = 0; slot < count; slot++) {
      slots.put(slot, winner(serving, slot));
    }
    return slots;
  }

  private static Target winner(SortedSet<Target> serving, int slot) {
    Target best = serving.first();
    for (Target target : serving) {
      if (Long.compareUnsigned(score(target, slot), score(best, slot)) > 0) {
        best = target;
      }
    }
    return best;
  }

  /// Mixes all bits into all others (the finalizer of SplitMix64), the same in each run.
  private static long score(Target target, int slot) {
    long mixed = ((long) target.address().bits() << 32) | target.port();
    mixed = mix(mixed) ^ (slot * 0x9e3779b97f4a7c15L);
    return mix(mixed);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
