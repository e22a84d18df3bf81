package io.troupe.simulator.world;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.simulator.check.Violation;
import io.troupe.simulator.engine.Weather;
import io.troupe.simulator.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of a scenario: the faults, and then the quiet in which everything must come to rest.
public final class Simulation {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final long LOOK = 5 * SECOND;
  private static final long LONGEST_PAUSE = 15 * SECOND;
  private static final long PATIENCE = 400 * SECOND;

  /// How a run has ended.
  ///
  /// @param violation absent when all invariants held
  /// @param steps how many messages, timers and writes there were
  /// @param stored how many events
  /// @param nanos of virtual time
  /// @param fates what the weather has done
  /// @param log what happened, empty unless it was asked for
  public record Result(
      @Nullable Violation violation,
      long steps,
      long stored,
      long nanos,
      Map<String, Weather.Fate> fates,
      String log) {
    public boolean holds() {
      return violation == null;
    }
  }

  private final Scenario scenario;
  private final @Nullable StringBuilder log;
  private final World world;
  private final Hand hand;

  private Simulation(Scenario scenario, boolean written) {
    this.scenario = scenario;
    this.log = written ? new StringBuilder() : null;
    this.world =
        new World(
            scenario.seed(),
            scenario.members(),
            scenario.hosts(),
            scenario.slots(),
            scenario.pools(),
            log);
    this.hand = new Hand(world);
  }

  /// Runs it, and forgets what happened.
  public static Result run(Scenario scenario) {
    return run(scenario, false);
  }

  /// @param written whether to keep the log of all that happens
  public static Result run(Scenario scenario, boolean written) {
    return run(scenario, written, _ -> {});
  }

  /// @param prepared is given the world before anything has happened
  public static Result run(Scenario scenario, boolean written, Consumer<World> prepared) {
    Simulation simulation = new Simulation(scenario, written);
    prepared.accept(simulation.world);
    return simulation.result();
  }

  private Result result() {
    Violation violation = null;
    try {
      play();
    } catch (Violation found) {
      violation = found;
    } catch (RuntimeException thrown) {
      violation = new Violation("no-exception", describe(thrown));
      violation.initCause(thrown);
    }
    return new Result(
        violation,
        world.timeline().done(),
        world.journal().head(),
        world.timeline().now(),
        world.network().fates(),
        log == null ? "" : log.toString());
  }

  private static String describe(RuntimeException thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private void play() {
    for (String namespace : List.of("demo", "other")) {
      world
          .timeline()
          .in(
              SECOND,
              () ->
                  world
                      .users()
                      .send(
                          new Ref(Kind.NAMESPACE, namespace),
                          new NamespaceCommand.Create(
                              new NamespacePatch(null, null, null, null, null))));
    }
    world.timeline().in(SECOND, world.overlay()::provide);
    world.timeline().in(2 * SECOND, () -> world.network().weather(scenario.weather()));
    for (Scenario.Timed timed : scenario.actions()) {
      world.timeline().in(timed.at() * MILLI, () -> hand.perform(timed.action()));
    }
    world.run(scenario.lasts() * MILLI);
    hand.calm();
    world.run(world.timeline().now() + LONGEST_PAUSE);
    hand.rejoin();
    settle();
  }

  private void settle() {
    long until = world.timeline().now() + PATIENCE;
    List<String> unmet = List.of();
    long head = -1;
    while (world.timeline().now() < until) {
      world.run(world.timeline().now() + LOOK);
      boolean quiet = head == world.journal().head();
      head = world.journal().head();
      if (quiet) {
        unmet = world.unmet();
        if (unmet.isEmpty()) {
          return;
        }
      }
    }
    throw new Violation(
        "comes-to-rest",
        unmet.isEmpty()
            ? "something moves without end"
            : String.join("; ", unmet.subList(0, Math.min(6, unmet.size()))));
  }
}
