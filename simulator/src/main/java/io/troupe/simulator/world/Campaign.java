package io.troupe.simulator.world;

import io.troupe.simulator.check.Violation;
import io.troupe.simulator.scenario.Scenario;
import io.troupe.simulator.scenario.Scenarios;
import io.troupe.simulator.scenario.TraceText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Many seeds, one world each, on several threads: a world knows nothing of the others.
public final class Campaign {
  private static final int SHRINK_RUNS = 600;

  /// What many seeds have come to.
  ///
  /// @param broken those that broke an invariant, in order
  /// @param steps messages, timers and writes of all worlds together
  /// @param stored events of all worlds together
  /// @param virtualNanos time that has passed in all worlds together
  /// @param nanos time that has passed here
  public record Outcome(
      long seeds, List<Long> broken, long steps, long stored, long virtualNanos, long nanos) {
    public double seedsPerMinute() {
      return seeds * 60e9 / nanos;
    }

    /// Simulated hours per real hour.
    public double speed() {
      return (double) virtualNanos / nanos;
    }
  }

  private final AtomicLong next;
  private final long end;
  private final int mostBroken;
  private final List<Long> broken = new ArrayList<>();
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong virtualNanos = new AtomicLong();

  private Campaign(long from, long seeds, int mostBroken) {
    this.next = new AtomicLong(from);
    this.end = from + seeds;
    this.mostBroken = mostBroken;
  }

  /// Runs seeds until all are done or too many have failed.
  public static Outcome run(long from, long seeds, int threads, int mostBroken) {
    Campaign campaign = new Campaign(from, seeds, mostBroken);
    long begin = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(executor.submit(campaign::work));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    }
    long done = Math.min(campaign.next.get(), campaign.end) - from;
    campaign.broken.sort(null);
    return new Outcome(
        done,
        List.copyOf(campaign.broken),
        campaign.steps.get(),
        campaign.stored.get(),
        campaign.virtualNanos.get(),
        System.nanoTime() - begin);
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void work() {
    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
      Simulation.Result result = Simulation.run(Scenarios.of(seed));
      steps.addAndGet(result.steps());
      stored.addAndGet(result.stored());
      virtualNanos.addAndGet(result.nanos());
      synchronized (broken) {
        if (!result.holds()) {
          broken.add(seed);
        }
        if (broken.size() >= mostBroken) {
          return;
        }
      }
    }
  }

  /// What is to be said of a seed that broke an invariant: which one, and the shortest trace that
  /// breaks it as well, ready to be kept as a test.
  public static String report(long seed) {
    Scenario scenario = Scenarios.of(seed);
    Violation violation = Simulation.run(scenario).violation();
    if (violation == null) {
      return "seed " + seed + " holds";
    }
    Scenario shortest = Shrinker.shrink(scenario, SHRINK_RUNS);
    Violation again = Simulation.run(shortest).violation();
    return """
    seed %d breaks %s

    The shortest trace that breaks the same, to be kept as simulator/src/test/resources/traces/NAME.trace:

    # %s
    %s\
    """
        .formatted(
            seed,
            violation.getMessage(),
            again == null ? violation.getMessage() : again.getMessage(),
            TraceText.write(shortest));
  }
}
