package io.troupe.bench;

import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodEvent;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import io.troupe.persistence.sqlite.JournalHealth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Pods per second from a command to create services until each pod was seen running by a watcher
/// of the log, with the journal on disk. Everything runs in this process: the figure includes the
/// simulated agents and the load. Options: `--nodes`, `--pods`, `--replicas`, `--parallel`,
/// `--runs`.
public final class PodsBench {
  private final int nodes;
  private final int pods;
  private final int replicas;
  private final int parallel;

  private PodsBench(Options options) {
    nodes = options.number("nodes", 1000);
    pods = options.number("pods", 20_000);
    replicas = options.number("replicas", 50);
    parallel = options.number("parallel", 32);
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    PodsBench bench = new PodsBench(options);
    for (int run = 1; run <= options.number("runs", 1); run++) {
      Path directory = Files.createTempDirectory(Path.of(options.text("dir", "/tmp")), "pods");
      bench.run(directory);
      Scratch.delete(directory);
    }
    System.exit(0);
  }

  private void run(Path directory) throws Exception {
    try (DirectCluster cluster = DirectCluster.start(directory, nodes, 4 * pods / nodes + 100)) {
      JournalHealth before = cluster.journal();
      ThreadTimes cpuBefore = ThreadTimes.now();
      CountDownLatch ready = new CountDownLatch(pods);
      Subscription watch =
          cluster.control().log().subscribe(before.head(), entry -> count(entry, ready));
      long start = System.nanoTime();
      create(cluster);
      double created = (System.nanoTime() - start) / 1e9;
      if (!ready.await(3, TimeUnit.MINUTES)) {
        System.out.println("gave up; not ready: " + ready.getCount());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      ThreadTimes cpu = ThreadTimes.now();
      JournalHealth after = cluster.journal();
      watch.close();
      print(created, seconds, before, after, cpu.since(cpuBefore));
      PodPhases phases = new PodPhases();
      cluster.control().log().replay(before.head() + 1, after.head(), phases::take);
      phases.print();
      System.out.printf(
          Locale.ROOT, "journal file %d MiB%n", Files.size(directory.resolve("troupe.db")) >> 20);
    }
  }

  private static void count(LogEntry entry, CountDownLatch ready) {
    if (entry.recorded().event() instanceof PodEvent.PodObserved seen
        && seen.observation().phase() == Observation.Phase.RUNNING) {
      ready.countDown();
    }
  }

  private void create(DirectCluster cluster) throws InterruptedException {
    Semaphore open = new Semaphore(parallel);
    for (int made = 0; made < pods; made += replicas) {
      open.acquire();
      cluster
          .create("web" + made / replicas, Math.min(replicas, pods - made))
          .whenComplete((_, failure) -> {
            open.release();
            if (failure != null) {
              System.err.println(failure);
            }
          });
    }
    open.acquire(parallel);
  }

  private void print(
      double created,
      double seconds,
      JournalHealth before,
      JournalHealth after,
      Map<String, Double> cpu) {
    long events = after.events() - before.events();
    long commits = after.commits() - before.commits();
    System.out.printf(
        Locale.ROOT,
        "pods %d on %d nodes: %.2f s, %.0f pods/s; services stored after %.2f s%n",
        pods,
        nodes,
        seconds,
        pods / seconds,
        created);
    System.out.printf(
        Locale.ROOT,
        "journal: %.0f events/s, %d commits, %.1f events each%n",
        events / seconds,
        commits,
        (double) events / commits);
    cpu.forEach((group, used) -> {
      if (used >= 0.05) {
        System.out.printf(Locale.ROOT, "  cpu %-32s %6.2f s%n", group, used);
      }
    });
  }
}
