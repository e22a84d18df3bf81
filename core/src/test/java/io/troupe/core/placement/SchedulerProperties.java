package io.troupe.core.placement;

import static io.troupe.core.placement.PlacementFixtures.capacity;
import static io.troupe.core.placement.PlacementFixtures.demand;
import static io.troupe.core.placement.PlacementFixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.Capacity;
import io.troupe.core.placement.Placement.FilterCount;
import io.troupe.core.template.Selector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every fleet and every order of requests.
class SchedulerProperties {
  private static final int STEPS = 400;

  private record Standing(Ref pod, Ref group, String node, Demand demand) {}

  private final Fleet fleet = new Fleet();
  private final Scheduler scheduler = new Scheduler(fleet);
  private final Map<String, FleetNode> nodes = new TreeMap<>();
  private final List<Standing> standing = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void placementsRespectCapacityAndSelectorsAndExplainEveryNode(long seed) {
    RandomGenerator random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      addNode(random, i);
    }
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(10)) {
        case 0 -> addNode(random, random.nextInt(20));
        case 1 -> removeNode("n" + random.nextInt(20));
        case 2, 3 -> release(random);
        default -> place(random, step);
      }
    }
    assertThat(standing).describedAs("seed %d places something", seed).isNotEmpty();
  }

  private void addNode(RandomGenerator random, int number) {
    Map<String, String> labels = new HashMap<>();
    labels.put("zone", "z" + random.nextInt(3));
    if (random.nextBoolean()) {
      labels.put("disk", random.nextBoolean() ? "ssd" : "hdd");
    }
    FleetNode node =
        new FleetNode(
            "n" + number,
            labels,
            capacity(random.nextInt(1, 8), random.nextInt(100, 1000), random.nextInt(1, 4)),
            Capacity.NONE,
            random.nextInt(8) == 0 ? "offline" : "",
            random.nextInt(6) == 0 ? Set.of("80/tcp") : Set.of());
    nodes.put(node.name(), node);
    fleet.upsert(node);
  }

  private void removeNode(String name) {
    nodes.remove(name);
    fleet.remove(name);
    standing.removeIf(pod -> pod.node().equals(name));
  }

  private void release(RandomGenerator random) {
    if (!standing.isEmpty()) {
      fleet.release(standing.remove(random.nextInt(standing.size())).pod());
    }
  }

  private void place(RandomGenerator random, int step) {
    Ref group = new Ref(Kind.DEPLOYMENT, "demo:g" + random.nextInt(4) + ":v1");
    Demand demand =
        random.nextInt(5) == 0
            ? demand(random.nextInt(50), random.nextInt(500), "80/tcp")
            : demand(random.nextInt(300), random.nextInt(900));
    Map<String, String> labels = new HashMap<>();
    if (random.nextInt(3) == 0) {
      labels.put("zone", "z" + random.nextInt(4));
    }
    if (random.nextInt(3) == 0) {
      labels.put("disk", "ssd");
    }
    String selected = random.nextInt(10) == 0 ? "n" + random.nextInt(20) : "";
    Selector selector = new Selector(selected, labels);
    Set<String> exclude = random.nextInt(4) == 0 ? Set.of("n" + random.nextInt(20)) : Set.of();
    PlacementRequest request = new PlacementRequest(pod(step), group, demand, selector);
    Verdict verdict = scheduler.place(request, exclude);
    assertThat(scheduler.place(request, exclude)).isEqualTo(verdict);
    Map<String, String> refusals = expectedRefusals(request, exclude);
    switch (verdict) {
      case Verdict.Placed placed -> {
        assertThat(refusals).doesNotContainKey(placed.node());
        Placement placement = placed.placement();
        assertThat(placement.considered()).isEqualTo(nodes.size());
        assertThat(placement.feasible()).isEqualTo(nodes.size() - refusals.size());
        assertThat(total(placement.rejected())).isEqualTo(refusals.size());
        assertThat(placement.best()).hasSize(Math.min(3, placement.feasible()));
        fleet.reserve(request.pod(), group, placed.node(), demand);
        standing.add(new Standing(request.pod(), group, placed.node(), demand));
      }
      case Verdict.Unplaceable none -> {
        assertThat(refusals).hasSameSizeAs(nodes);
        assertThat(total(none.reasons())).isEqualTo(nodes.size());
      }
    }
  }

  private static int total(List<FilterCount> counts) {
    return counts.stream().mapToInt(FilterCount::nodes).sum();
  }

  /// The rule as an operator would state it, written again without any index.
  private Map<String, String> expectedRefusals(PlacementRequest request, Set<String> exclude) {
    Map<String, String> refusals = new HashMap<>();
    for (FleetNode node : nodes.values()) {
      Selector selector = request.selector();
      Capacity taken = node.allocated();
      Set<String> ports = new HashSet<>(node.hostPorts());
      for (Standing pod : standing) {
        if (pod.node().equals(node.name())) {
          taken = Fit.add(taken, pod.demand());
          ports.addAll(pod.demand().hostPorts());
        }
      }
      if (!selector.node().isEmpty() && !selector.node().equals(node.name())) {
        refusals.put(node.name(), "selected node");
      } else if (!node.labels().entrySet().containsAll(selector.labels().entrySet())) {
        refusals.put(node.name(), "labels");
      } else if (exclude.contains(node.name())) {
        refusals.put(node.name(), "excluded");
      } else if (!node.unschedulable().isEmpty()) {
        refusals.put(node.name(), node.unschedulable());
      } else {
        Fit.check(node.capacity(), taken, ports, request.demand())
            .ifPresent(reason -> refusals.put(node.name(), reason));
      }
    }
    return refusals;
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void replicasOfAGroupDifferByOneAtMostWhereThereIsRoom(long seed) {
    RandomGenerator random = new Random(seed);
    int count = random.nextInt(2, 15);
    for (int i = 0; i < count; i++) {
      fleet.upsert(
          PlacementFixtures.node("n" + i, capacity(1000, random.nextInt(60_000, 90_000), 900)));
    }
    List<Ref> groups = List.of(PlacementFixtures.GROUP, new Ref(Kind.DEPLOYMENT, "demo:db:v1"));
    for (int i = 0; i < 200; i++) {
      Ref group = groups.get(random.nextInt(2));
      Demand demand = demand(random.nextInt(100), random.nextInt(100));
      PlacementRequest request = new PlacementRequest(pod(i), group, demand, Selector.ANY);
      String node = ((Verdict.Placed) scheduler.place(request, Set.of())).node();
      fleet.reserve(pod(i), group, node, demand);
      for (Ref each : groups) {
        List<Integer> replicas = new ArrayList<>();
        for (int n = 0; n < count; n++) {
          replicas.add(fleet.replicas(each, "n" + n));
        }
        assertThat(Collections.max(replicas) - Collections.min(replicas)).isLessThanOrEqualTo(1);
      }
    }
  }
}
