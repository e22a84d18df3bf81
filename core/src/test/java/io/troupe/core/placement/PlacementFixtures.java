package io.troupe.core.placement;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.Capacity;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.Selector;
import java.util.Map;
import java.util.Set;

/// Nodes, pods and demands in few words.
final class PlacementFixtures {
  static final Ref GROUP = new Ref(Kind.DEPLOYMENT, "demo:web:v1");

  private PlacementFixtures() {}

  static Ref pod(int number) {
    return new Ref(Kind.POD, "demo:web:d_v1:p" + number);
  }

  static Capacity capacity(int pods, long mebibytes, long cpus) {
    return new Capacity(
        pods, pods * 2, Memory.mebibytes(mebibytes), Cpu.cpus(cpus), Memory.mebibytes(1000));
  }

  static FleetNode node(String name) {
    return node(name, capacity(10, 1000, 4));
  }

  static FleetNode node(String name, Capacity capacity) {
    return new FleetNode(name, Map.of(), capacity, Capacity.NONE, "", Set.of());
  }

  static FleetNode labelled(String name, Map<String, String> labels) {
    return new FleetNode(name, labels, capacity(10, 1000, 4), Capacity.NONE, "", Set.of());
  }

  static Demand demand(long mebibytes, long millis, String... ports) {
    return new Demand(Memory.mebibytes(mebibytes), Cpu.millis(millis), 1, Set.of(ports));
  }

  static PlacementRequest request(int pod, Demand demand) {
    return new PlacementRequest(pod(pod), GROUP, demand, Selector.ANY);
  }

  static PlacementRequest request(int pod, Demand demand, Selector selector) {
    return new PlacementRequest(pod(pod), GROUP, demand, selector);
  }
}
