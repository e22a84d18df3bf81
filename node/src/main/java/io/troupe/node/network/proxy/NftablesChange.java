package io.troupe.node.network.proxy;

import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.Element;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.NftSet;
import io.troupe.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects what differs between what service ports have and are to have, for one batch.
///
/// Rules come before elements: the kernel is faster with each element of a map that many rules look
/// up than with each rule that looks up a map of many elements.
final class NftablesChange {
  private final NftablesLayout layout;
  private final List<Chain> chainAdds = new ArrayList<>();
  private final List<Chain> chainFlushes = new ArrayList<>();
  private final List<Chain> chainDeletes = new ArrayList<>();
  private final List<NftRule> rules = new ArrayList<>();
  private final List<Element> serviceAdds = new ArrayList<>();
  private final List<Element> serviceDeletes = new ArrayList<>();
  private final List<Element> spareAdds = new ArrayList<>();
  private final List<Element> spareDeletes = new ArrayList<>();
  private final Map<NftSet, List<Element>> backendAdds = new LinkedHashMap<>();
  private final Map<NftSet, List<Element>> backendDeletes = new LinkedHashMap<>();
  private final Map<ServiceKey, Set<Target>> moved = new HashMap<>();

  NftablesChange(NftablesLayout layout) {
    this.layout = layout;
  }

  /// Makes what a port has what it is to have.
  void move(ServiceKey key, Installed from, Installed to) {
    Chain chain = layout.chain(key);
    Element service = Element.mapping(NftablesLayout.key(key), Verdict.jump(chain.name()));
    if (to.chain() && !from.chain()) {
      chainAdds.add(chain);
    }
    if (!to.rule().equals(from.rule())) {
      if (from.chain()) {
        chainFlushes.add(chain);
      }
      to.rule().ifPresent(rules::add);
    }
    if (to.dispatched() != from.dispatched()) {
      (to.dispatched() ? serviceAdds : serviceDeletes).add(service);
    }
    if (!to.spare().equals(from.spare())) {
      from.spare().ifPresent(target -> spareDeletes.add(spare(key, target)));
      to.spare().ifPresent(target -> spareAdds.add(spare(key, target)));
    }
    moveSlots(key, from.slots(), to.slots());
    if (from.chain() && !to.chain()) {
      chainDeletes.add(chain);
    }
    Set<Target> targets = to.targets();
    if (from.slots().isEmpty() || !targets.containsAll(from.targets())) {
      moved.put(key, targets);
    }
  }

  private void moveSlots(ServiceKey key, Map<Integer, Target> from, Map<Integer, Target> to) {
    NftSet map = layout.backends(key);
    from.forEach((slot, target) -> {
      if (!target.equals(to.get(slot))) {
        listed(backendDeletes, map).add(backend(key, slot, target));
      }
    });
    to.forEach((slot, target) -> {
      if (!target.equals(from.get(slot))) {
        listed(backendAdds, map).add(backend(key, slot, target));
      }
    });
  }

  /// The ports some of whose callers are to go elsewhere than before, each with where they may go.
  Map<ServiceKey, Set<Target>> moved() {
    return moved;
  }

  /// Adds all changes to a batch.
  void writeTo(Batch batch) {
    Set<Chain> deleted = new HashSet<>(chainDeletes);
    chainAdds.forEach(batch::chainAdd);
    chainFlushes.stream().filter(chain -> !deleted.contains(chain)).forEach(batch::chainFlush);
    rules.forEach(batch::ruleAdd);
    backendDeletes.forEach(batch::elementDelete);
    backendAdds.forEach(batch::elementAdd);
    batch.elementDelete(layout.spare(), spareDeletes).elementAdd(layout.spare(), spareAdds);
    batch.elementDelete(layout.services(), serviceDeletes);
    batch.elementAdd(layout.services(), serviceAdds);
    for (Chain chain : chainDeletes) {
      batch.chainFlush(chain).chainDelete(chain);
    }
  }

  private static List<Element> listed(Map<NftSet, List<Element>> all, NftSet map) {
    return all.computeIfAbsent(map, _ -> new ArrayList<>());
  }

  private static Element backend(ServiceKey key, int slot, Target target) {
    return Element.mapping(NftablesLayout.backendKey(key, slot), NftablesLayout.target(target));
  }

  private static Element spare(ServiceKey key, Target target) {
    return Element.mapping(NftablesLayout.key(key), NftablesLayout.target(target));
  }
}
