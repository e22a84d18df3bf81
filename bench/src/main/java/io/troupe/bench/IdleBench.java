package io.troupe.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The processor time of a control plane at rest, with many simulated pods running. The simulated
/// agents and their heartbeats are in the same process and count. Options: `--nodes`, `--pods`,
/// `--settle` (seconds of rest before), `--seconds`, `--dir`.
public final class IdleBench {
  private IdleBench() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    Path directory = Files.createTempDirectory(Path.of(options.text("dir", "/tmp")), "idle");
    int nodes = options.number("nodes", 100);
    int pods = options.number("pods", 10_000);
    try (DirectCluster cluster = DirectCluster.start(directory, nodes, 4 * pods / nodes);
        Load load = new DirectLoad(cluster.control())) {
      AtomicInteger running = new AtomicInteger();
      load.watch(cluster.journal().head(), running::incrementAndGet);
      for (int i = 0; i < pods / 100; i++) {
        load.create("web" + i, 100).toCompletableFuture().join();
      }
      Patience.until("all pods run", () -> running.get() >= pods && cluster.isQuiet());
      TimeUnit.SECONDS.sleep(options.number("settle", 150));
      measure(nodes, pods, Duration.ofSeconds(options.number("seconds", 60)));
    }
    Scratch.delete(directory);
    Machine.print();
    System.exit(0);
  }

  private static void measure(int nodes, int pods, Duration time) throws InterruptedException {
    ThreadTimes before = ThreadTimes.now();
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    ThreadTimes after = ThreadTimes.now();
    System.out.printf(
        Locale.ROOT,
        "%d pods on %d nodes at rest: %.2f %% of a core over %d s%n",
        pods,
        nodes,
        100 * after.total(before) / time.toSeconds(),
        time.toSeconds());
    after
        .since(before)
        .forEach((group, used) -> {
          if (used > time.toSeconds() / 1e5) {
            System.out.printf(
                Locale.ROOT, "  cpu %-32s %6.3f %%%n", group, 100 * used / time.toSeconds());
          }
        });
  }
}
