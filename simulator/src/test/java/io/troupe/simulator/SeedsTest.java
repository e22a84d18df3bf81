package io.troupe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.simulator.world.Campaign;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whatever is lost, doubled, late or cut off, whoever crashes or pauses, and however the journal
/// fails: no invariant breaks, and in the end everything is as the users want it.
///
/// More seeds: `-Dtroupe.seeds=20000`, others: `-Dtroupe.seeds.from=…`.
class SeedsTest {
  private static final int THREADS = 2;

  @Test
  void noSeedBreaksAnInvariant() {
    long from = Long.getLong("troupe.seeds.from", 0);
    long seeds = Long.getLong("troupe.seeds", 500);
    Campaign.Outcome outcome = Campaign.run(from, seeds, THREADS, 1);
    assertThat(outcome.broken())
        .as(() -> outcome.broken().stream().map(Campaign::report).collect(Collectors.joining()))
        .isEmpty();
    assertThat(outcome.stored()).isGreaterThan(seeds * 50);
  }
}
