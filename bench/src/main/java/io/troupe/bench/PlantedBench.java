package io.troupe.bench;

import io.troupe.simulator.planted.Patch;
import io.troupe.simulator.planted.Planting;

/// Looks for every planted bug from the first seed on and tells how many it took. Options:
/// `--seeds` at the most for each. Ends with 1 when one is not found.
public final class PlantedBench {
  private PlantedBench() {}

  public static void main(String[] args) {
    int seeds = Options.of(args).number("seeds", 2000);
    Planting planting = Planting.here();
    int missed = 0;
    for (Patch patch : planting.patches()) {
      Planting.Finding finding = planting.look(patch, 0, seeds);
      missed += finding.found() ? 0 : 1;
      System.out.printf(
          "%-48s %4d seeds  %s%n",
          patch.name(), finding.seeds(), finding.found() ? finding.invariant() : "NOT FOUND");
    }
    if (missed > 0) {
      System.out.println(missed + " planted bugs were not found");
      System.exit(1);
    }
  }
}
