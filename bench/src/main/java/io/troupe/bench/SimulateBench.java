package io.troupe.bench;

import io.troupe.simulator.world.Campaign;

/// Runs seeds of the deterministic simulator and tells how fast. Options: `--seeds`, `--from`,
/// `--threads`. Ends with 1 when a seed breaks an invariant, after its shortest trace was printed.
public final class SimulateBench {
  private static final int MOST_BROKEN = 3;
  private static final int ROUND = 1000;

  private SimulateBench() {}

  public static void main(String[] args) {
    Options options = Options.of(args);
    int seeds = options.number("seeds", 100_000);
    int from = options.number("from", 0);
    int threads = options.number("threads", Runtime.getRuntime().availableProcessors());
    Totals totals = new Totals();
    for (int done = 0; done < seeds && totals.broken.isEmpty(); done += ROUND) {
      int round = Math.min(ROUND, seeds - done);
      Campaign.Outcome outcome = Campaign.run(from + done, round, threads, MOST_BROKEN);
      totals.add(outcome);
      totals.print();
    }
    Machine.print();
    totals.broken.forEach(seed -> System.out.println(Campaign.report(seed)));
    if (!totals.broken.isEmpty()) {
      System.exit(1);
    }
  }

  private static final class Totals {
    private final java.util.List<Long> broken = new java.util.ArrayList<>();
    private long seeds;
    private long steps;
    private long stored;
    private long virtualNanos;
    private long nanos;

    void add(Campaign.Outcome outcome) {
      broken.addAll(outcome.broken());
      seeds += outcome.seeds();
      steps += outcome.steps();
      stored += outcome.stored();
      virtualNanos += outcome.virtualNanos();
      nanos += outcome.nanos();
    }

    void print() {
      System.out.printf(
          "%d seeds, %d broken | %.0f seeds/min | %.0f simulated h per h | %d events, %d steps%n",
          seeds, broken.size(), seeds * 60e9 / nanos, (double) virtualNanos / nanos, stored, steps);
    }
  }
}
