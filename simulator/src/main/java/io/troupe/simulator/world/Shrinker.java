package io.troupe.simulator.world;

import io.troupe.simulator.check.Violation;
import io.troupe.simulator.engine.Weather;
import io.troupe.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Makes a scenario that breaks an invariant as short as it can: leaves out actions and fates of
/// messages, in halves first and then one by one, as long as the same invariant breaks.
public final class Shrinker {
  private final String invariant;
  private final int mostRuns;
  private int runs;

  private Shrinker(String invariant, int mostRuns) {
    this.invariant = invariant;
    this.mostRuns = mostRuns;
  }

  /// The shortest scenario found that breaks the same invariant.
  ///
  /// @param mostRuns after so many attempts it takes what it has
  public static Scenario shrink(Scenario scenario, int mostRuns) {
    Simulation.Result result = Simulation.run(scenario);
    Violation violation = result.violation();
    if (violation == null) {
      throw new IllegalArgumentException("this scenario breaks nothing: " + scenario);
    }
    return new Shrinker(violation.invariant(), mostRuns).shrink(scenario, result.fates());
  }

  private Scenario shrink(Scenario first, Map<String, Weather.Fate> happened) {
    Scenario now = first;
    Scenario written = first.with(first.weather().only(happened));
    now = breaks(written) ? written : now;
    Scenario calm = first.with(first.weather().only(Map.of()));
    now = breaks(calm) ? calm : now;
    now = fewerMembers(now);
    int before;
    do {
      before = size(now);
      now = actions(now);
      now = fates(now);
    } while (size(now) < before && runs < mostRuns);
    return now;
  }

  private static int size(Scenario scenario) {
    Map<String, Weather.Fate> only = scenario.weather().only();
    return scenario.actions().size() + (only == null ? 0 : only.size());
  }

  private Scenario fewerMembers(Scenario scenario) {
    Scenario one =
        new Scenario(
            scenario.seed(),
            1,
            scenario.hosts(),
            scenario.slots(),
            scenario.pools(),
            scenario.lasts(),
            scenario.weather(),
            scenario.actions());
    return scenario.members() > 1 && breaks(one) ? one : scenario;
  }

  private Scenario actions(Scenario scenario) {
    List<Scenario.Timed> left = fewer(scenario.actions(), scenario::with);
    return scenario.with(left);
  }

  private Scenario fates(Scenario scenario) {
    Map<String, Weather.Fate> only = scenario.weather().only();
    if (only == null || only.isEmpty()) {
      return scenario;
    }
    Function<List<Map.Entry<String, Weather.Fate>>, Scenario> with =
        entries -> {
          Map<String, Weather.Fate> some = new LinkedHashMap<>();
          entries.forEach(entry -> some.put(entry.getKey(), entry.getValue()));
          return scenario.with(scenario.weather().only(some));
        };
    return with.apply(fewer(List.copyOf(only.entrySet()), with));
  }

  /// Leaves out runs of elements, shorter ones each time.
  private <T> List<T> fewer(List<T> all, Function<List<T>, Scenario> with) {
    List<T> left = all;
    for (int length = (all.size() + 1) / 2; length >= 1; length = length / 2) {
      int from = 0;
      while (from < left.size() && runs < mostRuns) {
        List<T> without = new ArrayList<>(left.subList(0, from));
        without.addAll(left.subList(Math.min(left.size(), from + length), left.size()));
        if (breaks(with.apply(without))) {
          left = without;
        } else {
          from += length;
        }
      }
    }
    return left;
  }

  private boolean breaks(Scenario scenario) {
    runs++;
    Violation violation = Simulation.run(scenario).violation();
    return violation != null && violation.invariant().equals(invariant);
  }
}
