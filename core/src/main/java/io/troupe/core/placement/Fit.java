package io.troupe.core.placement;

import io.troupe.core.node.Capacity;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a demand fits on a node, and the arithmetic of what is taken there. A node's own ledger
/// and the scheduler's picture of it decide by the same rule.
///
/// A demand of zero always fits; a capacity of zero holds nothing.
public final class Fit {
  private static final String NO_MEMORY = "not enough memory";
  private static final String NO_CPU = "not enough cpu";
  private static final String NO_POD_SLOT = "no pod slot left";
  private static final String NO_CONTAINER_SLOT = "no container slot left";

  private Fit() {}

  /// Why the demand does not fit into what the node has left, in words; empty when it fits.
  public static Optional<String> check(
      Capacity capacity, Capacity allocated, Set<String> takenHostPorts, Demand demand) {
    String lack =
        lack(
            capacity.memory().bytes() - allocated.memory().bytes(),
            capacity.cpu().nanos() - allocated.cpu().nanos(),
            (long) capacity.pods() - allocated.pods(),
            (long) capacity.containers() - allocated.containers(),
            demand);
    return Optional.ofNullable(lack == null ? takenPort(takenHostPorts, demand) : lack);
  }

  /// What is taken once a pod with this demand has come.
  public static Capacity add(Capacity allocated, Demand demand) {
    return new Capacity(
        allocated.pods() + 1,
        allocated.containers() + demand.containers(),
        allocated.memory().plus(demand.memory()),
        allocated.cpu().plus(demand.cpu()),
        allocated.storage());
  }

  /// What is taken once a pod with this demand has gone, never below zero.
  public static Capacity subtract(Capacity allocated, Demand demand) {
    return new Capacity(
        Math.max(0, allocated.pods() - 1),
        Math.max(0, allocated.containers() - demand.containers()),
        allocated.memory().minus(demand.memory()),
        allocated.cpu().minus(demand.cpu()),
        allocated.storage());
  }

  /// The same check on what is left (bytes, nano-CPU, slots; negative where a node has shrunk),
  /// without host ports.
  static @Nullable String lack(
      long memory, long cpu, long podSlots, long containerSlots, Demand demand) {
    if (!holds(memory, demand.memory().bytes())) {
      return NO_MEMORY;
    }
    if (!holds(cpu, demand.cpu().nanos())) {
      return NO_CPU;
    }
    if (podSlots < 1) {
      return NO_POD_SLOT;
    }
    return holds(containerSlots, demand.containers()) ? null : NO_CONTAINER_SLOT;
  }

  static @Nullable String takenPort(Collection<String> taken, Demand demand) {
    for (String port : demand.hostPorts()) {
      if (taken.contains(port)) {
        return "host port " + port + " taken";
      }
    }
    return null;
  }

  private static boolean holds(long left, long wanted) {
    return wanted == 0 || wanted <= left;
  }
}
