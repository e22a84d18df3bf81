package io.troupe.simulator.planted;

import io.troupe.simulator.check.Violation;
import io.troupe.simulator.scenario.Scenarios;
import io.troupe.simulator.world.Simulation;
import org.jspecify.annotations.Nullable;

/// Runs seeds until one breaks an invariant. It is called in a class loader of its own, where the
/// product has a planted bug.
public final class Probe {
  private Probe() {}

  /// The first broken seed as `number|invariant|message`, null when all hold.
  public static @Nullable String firstBroken(long from, long seeds) {
    for (long seed = from; seed < from + seeds; seed++) {
      Violation violation = Simulation.run(Scenarios.of(seed)).violation();
      if (violation != null) {
        return seed + "|" + violation.invariant() + "|" + violation.getMessage();
      }
    }
    return null;
  }
}
