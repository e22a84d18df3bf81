package io.troupe.bench;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.Capacity;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Fit;
import io.troupe.core.placement.Fleet;
import io.troupe.core.placement.FleetNode;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.placement.Scheduler;
import io.troupe.core.placement.Verdict;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.Selector;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// How many pods a second the scheduler places on one thread, against a plain reference that
/// filters, scores and sorts all nodes for each pod. Runs of the two alternate, so that a busy
/// machine slows both. Options: `--nodes`, `--pods`, `--runs`.
public final class SchedulerBench {
  private static final int PODS_PER_GROUP = 100;
  private static final int REFERENCE_SHARE = 20;
  private static final Demand DEMAND =
      new Demand(Memory.mebibytes(64), Cpu.millis(50), 1, Set.of());

  private final int nodes;
  private final int pods;

  private SchedulerBench(int nodes, int pods) {
    this.nodes = nodes;
    this.pods = pods;
  }

  public static void main(String[] args) {
    Options options = Options.of(args);
    int nodes = options.number("nodes", 1000);
    int pods = options.number("pods", 100_000);
    int runs = options.number("runs", 5);
    SchedulerBench bench = new SchedulerBench(nodes, pods);
    bench.rate(pods, bench.fleetRun());
    double[] rates = new double[runs];
    double[] references = new double[runs];
    for (int run = 0; run < runs; run++) {
      rates[run] = bench.rate(pods, bench.fleetRun());
      references[run] = bench.rate(pods / REFERENCE_SHARE, bench.referenceRun());
    }
    Summary ours = Summary.of(rates);
    Summary plain = Summary.of(references);
    Summary.header();
    ours.print("placements/s, %d nodes x %d pods".formatted(nodes, pods));
    plain.print("filter, score and sort all nodes");
    ours.printRatio("ratio", plain);
    Machine.print();
  }

  /// Places a pod.
  private interface Placer {
    void place(Ref pod, Ref group);
  }

  private double rate(int count, Placer placer) {
    long start = System.nanoTime();
    for (int pod = 0; pod < count; pod++) {
      String deployment = "demo:web" + pod / PODS_PER_GROUP;
      placer.place(
          new Ref(Kind.POD, deployment + ":d_v1:" + pod),
          new Ref(Kind.DEPLOYMENT, deployment + ":v1"));
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  private Placer fleetRun() {
    Fleet fleet = new Fleet();
    IntStream.range(0, nodes).mapToObj(this::node).forEach(fleet::upsert);
    Scheduler scheduler = new Scheduler(fleet);
    return (pod, group) -> {
      Verdict verdict =
          scheduler.place(new PlacementRequest(pod, group, DEMAND, Selector.ANY), Set.of());
      switch (verdict) {
        case Verdict.Placed placed -> fleet.reserve(pod, group, placed.node(), DEMAND);
        case Verdict.Unplaceable refused -> throw new IllegalStateException(refused.toString());
      }
    };
  }

  private FleetNode node(int index) {
    int room = 2 * pods / nodes + 1;
    Capacity capacity =
        new Capacity(
            room, room, Memory.mebibytes(64).times(room), Cpu.millis(50).times(room), Memory.ZERO);
    return new FleetNode("node-" + index, Map.of(), capacity, Capacity.NONE, "", Set.of());
  }

  /// A node of the reference, which looks everything up anew for each pod.
  private static final class Plain {
    private final FleetNode node;
    private final Map<Ref, Integer> groups = new HashMap<>();
    private Capacity taken = Capacity.NONE;

    private Plain(FleetNode node) {
      this.node = node;
    }

    private boolean fits() {
      return Fit.check(node.capacity(), taken, Set.of(), DEMAND).isEmpty();
    }

    private double share() {
      return (double) taken.memory().bytes() / node.capacity().memory().bytes()
          + (double) taken.cpu().nanos() / node.capacity().cpu().nanos();
    }

    private void take(Ref group) {
      taken = Fit.add(taken, DEMAND);
      groups.merge(group, 1, Integer::sum);
    }
  }

  private Placer referenceRun() {
    List<Plain> all = IntStream.range(0, nodes).mapToObj(this::node).map(Plain::new).toList();
    return (pod, group) ->
        all.stream()
            .filter(Plain::fits)
            .sorted(
                Comparator.<Plain>comparingInt(plain -> plain.groups.getOrDefault(group, 0))
                    .thenComparingDouble(Plain::share)
                    .thenComparing(plain -> plain.node.name()))
            .findFirst()
            .orElseThrow()
            .take(group);
  }
}
