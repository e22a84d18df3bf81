package io.troupe.node.network.proxy;

import io.troupe.netlink.nftables.NftRule;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What nftables has, or is to have, for one service port.
///
/// @param chain whether it has a chain
/// @param dispatched whether packets are sent there
/// @param rule the chain's rule, without its handle, if it has just one
/// @param spare the backend that stands in, that of number 0
/// @param slots the backends by their numbers
record Installed(
    boolean chain,
    boolean dispatched,
    Optional<NftRule> rule,
    Optional<Target> spare,
    Map<Integer, Target> slots) {
  static final Installed NOTHING =
      new Installed(false, false, Optional.empty(), Optional.empty(), Map.of());

  static Installed of(NftRule rule, Map<Integer, Target> slots) {
    return new Installed(true, true, Optional.of(rule), Optional.ofNullable(slots.get(0)), slots);
  }

  Set<Target> targets() {
    return new HashSet<>(slots.values());
  }
}
