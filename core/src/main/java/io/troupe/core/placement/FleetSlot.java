package io.troupe.core.placement;

import io.troupe.core.node.Capacity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node's place in the fleet: its report, what was reserved on top of it, and the numbers a
/// placement reads, kept ready as primitives.
final class FleetSlot {
  private static final double PARTS = 3;
  private static final long SCORE_UNIT = 1_000_000;

  final int index;
  final String name;
  final long hash;

  /// Replicas of the group that is being placed. The scheduler sets it before a placement and sets
  /// it back to zero afterwards.
  int replicas;

  private FleetNode node;
  private Capacity reserved = Capacity.NONE;
  private final List<String> reservedPorts = new ArrayList<>();

  private @Nullable String unschedulable;
  private long memoryLeft;
  private long cpuLeft;
  private long podsLeft;
  private long containersLeft;
  private double share;
  private double sharePerByte;
  private double sharePerNano;
  private double sharePerPod;

  FleetSlot(int index, FleetNode node) {
    this.index = index;
    this.name = node.name();
    this.hash = StableHash.of(node.name());
    this.node = node;
    report(node);
  }

  FleetNode node() {
    return node;
  }

  /// Takes a new report; what is reserved stays on top of it.
  void report(FleetNode report) {
    node = report;
    unschedulable = report.unschedulable().isEmpty() ? null : report.unschedulable();
    Capacity capacity = report.capacity();
    sharePerByte = part(capacity.memory().bytes());
    sharePerNano = part(capacity.cpu().nanos());
    sharePerPod = part(capacity.pods());
    recount();
  }

  void reserve(Demand demand) {
    reserved = Fit.add(reserved, demand);
    reservedPorts.addAll(demand.hostPorts());
    recount();
  }

  /// Takes a reservation back.
  void unreserve(Demand demand) {
    reserved = Fit.subtract(reserved, demand);
    demand.hostPorts().forEach(reservedPorts::remove);
    recount();
  }

  /// Why the node cannot take the demand, in words; null when it can.
  @Nullable String refusal(Demand demand) {
    if (unschedulable != null) {
      return unschedulable;
    }
    String lack = Fit.lack(memoryLeft, cpuLeft, podsLeft, containersLeft, demand);
    if (lack != null || demand.hostPorts().isEmpty()) {
      return lack;
    }
    String reported = Fit.takenPort(node.hostPorts(), demand);
    return reported == null ? Fit.takenPort(reservedPorts, demand) : reported;
  }

  /// How well the node suits; higher is better. One replica of the group more always outweighs the
  /// share of the node that would be taken.
  long score(long memory, long cpu) {
    double taken = share + memory * sharePerByte + cpu * sharePerNano + sharePerPod;
    long free = (long) ((1 - taken / PARTS) * SCORE_UNIT);
    return Math.clamp(free, 0, SCORE_UNIT - 1) - replicas * SCORE_UNIT;
  }

  private void recount() {
    Capacity capacity = node.capacity();
    Capacity allocated = node.allocated();
    long memory = allocated.memory().plus(reserved.memory()).bytes();
    long cpu = allocated.cpu().plus(reserved.cpu()).nanos();
    long pods = (long) allocated.pods() + reserved.pods();
    memoryLeft = capacity.memory().bytes() - memory;
    cpuLeft = capacity.cpu().nanos() - cpu;
    podsLeft = capacity.pods() - pods;
    containersLeft = (long) capacity.containers() - allocated.containers() - reserved.containers();
    share =
        share(memory, capacity.memory().bytes())
            + share(cpu, capacity.cpu().nanos())
            + share(pods, capacity.pods());
  }

  private static double share(long taken, long capacity) {
    return capacity == 0 ? 1 : (double) taken / capacity;
  }

  private static double part(long capacity) {
    return capacity == 0 ? 0 : 1.0 / capacity;
  }
}
