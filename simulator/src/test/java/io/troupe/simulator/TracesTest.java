package io.troupe.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.troupe.simulator.check.Violation;
import io.troupe.simulator.scenario.Scenario;
import io.troupe.simulator.scenario.Scenarios;
import io.troupe.simulator.scenario.TraceText;
import io.troupe.simulator.world.Simulation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Traces that once broke an invariant hold now. Each was the shortest that did; its first lines
/// say what was wrong.
class TracesTest {
  private static List<Path> traces() throws IOException, URISyntaxException {
    Path directory = Path.of(TracesTest.class.getResource("/traces").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traces")
  void whatOnceBrokeHolds(Path trace) throws IOException {
    Violation violation = Simulation.run(TraceText.read(Files.readString(trace))).violation();
    assertThat(violation).isNull();
  }

  @Test
  void aScenarioIsReadAsItWasWritten() {
    for (long seed = 0; seed < 50; seed++) {
      Scenario scenario = Scenarios.of(seed);
      assertThat(TraceText.read(TraceText.write(scenario))).isEqualTo(scenario);
    }
  }

  @Test
  void whatTheWeatherDidIsEnoughToHaveTheSameWeatherAgain() {
    Scenario scenario = Scenarios.of(168);
    Simulation.Result first = Simulation.run(scenario, true);
    Scenario written = scenario.with(scenario.weather().only(first.fates()));
    assertThat(Simulation.run(TraceText.read(TraceText.write(written)), true).log())
        .isEqualTo(first.log());
  }

  @Test
  void saysWhichLineMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceText.read("seed 1\nat 5 Explode m1"))
        .withMessageContaining("at 5 Explode m1");
  }
}
