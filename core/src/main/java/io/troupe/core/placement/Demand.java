package io.troupe.core.placement;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.PortBinding;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// What one pod takes from a node.
///
/// @param containers how many containers it runs
/// @param hostPorts ports of the host it publishes, each as `[ip:]port/proto`
public record Demand(Memory memory, Cpu cpu, int containers, Set<String> hostPorts) {
  /// Nothing.
  public static final Demand NONE = new Demand(Memory.ZERO, Cpu.ZERO, 0, Set.of());

  public Demand {
    hostPorts = Collections.unmodifiableSet(new TreeSet<>(hostPorts));
  }

  /// What a template takes.
  public static Demand of(PodTemplate template) {
    Limits reserved = template.reserved();
    Set<String> ports = new TreeSet<>();
    template.containers().stream()
        .flatMap(container -> container.ports().stream())
        .filter(port -> port.hostPort() != 0)
        .map(Demand::hostPort)
        .forEach(ports::add);
    return new Demand(reserved.memory(), reserved.cpu(), template.containers().size(), ports);
  }

  private static String hostPort(PortBinding port) {
    return port.hostPort() + "/" + port.protocol().label();
  }
}
