package io.troupe.bench;

import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentEvent;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodEvent;
import io.troupe.persistence.history.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// The way of each pod through its phases, from the times of its events in the log, and how many
/// events of each type there were.
final class PodPhases {
  /// What happens to a pod, in order.
  enum Phase {
    PLANNED,
    CREATED,
    RESERVED,
    ASSIGNED,
    RUNNING,
    NOTED
  }

  private final Map<Ref, EnumMap<Phase, Instant>> pods = new HashMap<>();
  private final Map<String, Integer> types = new TreeMap<>();
  private int events;

  void take(LogEntry entry) {
    Instant at = entry.recorded().at();
    Ref resource = entry.id().resource();
    events++;
    types.merge(entry.recorded().event().getClass().getSimpleName(), 1, Integer::sum);
    switch (entry.recorded().event()) {
      case DeploymentEvent.PodsPlanned planned ->
          planned.pods().forEach(pod -> note(pod, Phase.PLANNED, at));
      case PodEvent.PodCreated _ -> note(resource, Phase.CREATED, at);
      case NodeEvent.PodReserved reserved -> note(reserved.pod(), Phase.RESERVED, at);
      case PodEvent.PodAssigned _ -> note(resource, Phase.ASSIGNED, at);
      case PodEvent.PodObserved seen when seen.observation().phase() == Observation.Phase.RUNNING ->
          note(resource, Phase.RUNNING, at);
      case DeploymentEvent.PodNoted noted -> note(noted.pod(), Phase.NOTED, at);
      default -> {}
    }
  }

  private void note(Ref pod, Phase phase, Instant at) {
    pods.computeIfAbsent(pod, _ -> new EnumMap<>(Phase.class)).put(phase, at);
  }

  void print() {
    System.out.printf(
        Locale.ROOT,
        "events per pod: %.2f (%d events, %d pods)%n",
        (double) events / pods.size(),
        events,
        pods.size());
    types.forEach((type, count) -> {
      if (count * 20 >= pods.size()) {
        System.out.printf(Locale.ROOT, "  %-24s %8d%n", type, count);
      }
    });
    System.out.printf("%-24s %10s %10s %10s%n", "phase", "p50 ms", "p99 ms", "max ms");
    Phase[] phases = Phase.values();
    for (int i = 1; i < phases.length; i++) {
      print(phases[i - 1], phases[i]);
    }
    print(Phase.PLANNED, Phase.RUNNING);
  }

  private void print(Phase from, Phase to) {
    Histogram histogram = new Histogram(3);
    for (EnumMap<Phase, Instant> times : pods.values()) {
      Instant start = times.get(from);
      Instant end = times.get(to);
      if (start != null && end != null) {
        histogram.recordValue(Math.max(0, Duration.between(start, end).toNanos() / 1000));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-24s %10.1f %10.1f %10.1f%n",
        (from + " -> " + to).toLowerCase(Locale.ROOT),
        histogram.getValueAtPercentile(50) / 1e3,
        histogram.getValueAtPercentile(99) / 1e3,
        histogram.getMaxValue() / 1e3);
  }
}
