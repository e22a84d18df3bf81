package io.troupe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.history.LogEntry;
import io.troupe.simulator.scenario.Scenario;
import io.troupe.simulator.world.Simulation;
import io.troupe.simulator.world.Workloads;
import io.troupe.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Ten workloads, run once for each event they store, with a crash right after that event was
/// stored and before anybody has heard of it. In the end the system is what its users want.
class CrashEverywhereTest {
  private static Set<String> workloads() {
    return Workloads.all().keySet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void survivesACrashOfTheEntityAtEveryEvent(String name) {
    crashAtEach(name, (world, entry) -> world.crash(entry.id().resource()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void survivesACrashOfTheWholeControlPlaneAtEveryEvent(String name) {
    crashAtEach(name, (world, _) -> world.crashAll(1500));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void survivesACrashOfAllAgentsAtEveryEvent(String name) {
    crashAtEach(name, (world, _) -> world.crashAgents(1500));
  }

  private static void crashAtEach(String name, BiConsumer<World, LogEntry> crash) {
    Scenario workload = Workloads.all().get(name);
    Simulation.Result calm = Simulation.run(workload);
    assertThat(calm.violation()).isNull();
    assertThat(calm.stored()).isGreaterThan(20);
    List<String> broken = new ArrayList<>();
    for (long revision = 1; revision <= calm.stored(); revision++) {
      long at = revision;
      Simulation.Result result =
          Simulation.run(
              workload,
              false,
              world ->
                  world.onStored(entry -> {
                    if (entry.revision() == at) {
                      world.soon(() -> crash.accept(world, entry));
                    }
                  }));
      if (!result.holds()) {
        broken.add("after event " + at + ": " + result.violation().getMessage());
      }
    }
    assertThat(broken).isEmpty();
  }
}
