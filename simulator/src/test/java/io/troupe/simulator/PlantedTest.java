package io.troupe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.simulator.planted.Patch;
import io.troupe.simulator.planted.Planting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every planted bug still applies to the sources and is found. `bench/run planted` looks for each
/// from the first seed on; here the search begins at the seed that has found it before.
class PlantedTest {
  private static final Planting PLANTING = Planting.here();
  private static final long SEEDS = 150;

  private static List<String> bugs() {
    return PLANTING.patches().stream().map(Patch::name).toList();
  }

  @Test
  void thereAreAtLeastTwenty() {
    assertThat(bugs()).hasSizeGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void isFound(String name) {
    Patch patch =
        PLANTING.patches().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    Planting.Finding finding = PLANTING.look(patch, patch.seed(), SEEDS);
    assertThat(finding.invariant())
        .as("%s, after %d seeds: %s", patch.models(), finding.seeds(), finding.message())
        .isIn(patch.invariants());
  }
}
