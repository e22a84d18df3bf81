package io.troupe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.simulator.engine.Weather;
import io.troupe.simulator.scenario.Action;
import io.troupe.simulator.scenario.Scenario;
import io.troupe.simulator.scenario.Scenarios;
import io.troupe.simulator.world.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every third message that tells an agent what to run, and every third report, is lost from the
/// beginning until everything rests.
class EveryThirdLostTest {
  @Test
  void theClusterConverges() {
    for (long seed = 0; seed < 30; seed++) {
      Scenario made = Scenarios.of(seed);
      List<Scenario.Timed> actions = new ArrayList<>();
      actions.add(new Scenario.Timed(0, new Action.LoseEvery(3, 0)));
      made.actions().stream().filter(t -> t.action() instanceof Action.User).forEach(actions::add);
      Scenario scenario = made.with(Weather.CALM).with(actions);
      Simulation.Result result = Simulation.run(scenario, true);
      assertThat(result.violation()).as("seed %d", seed).isNull();
      assertThat(result.log()).as("seed %d", seed).contains("lost ");
    }
  }
}
