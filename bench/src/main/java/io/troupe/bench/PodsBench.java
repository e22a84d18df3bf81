package io.troupe.bench;

import io.troupe.persistence.history.StoreHealth;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Pods per second from creating services over REST until each pod was seen running on a watch,
/// with the journal on disk. Everything runs in this process: the figure includes the simulated
/// agents, the client and the watcher. Options: `--nodes`, `--pods`, `--replicas`, `--parallel`,
/// `--runs`, `--warmup` (pods before the clock starts), `--dir`, and `--direct` for the facade
/// without HTTP.
public final class PodsBench {
  private final int nodes;
  private final int pods;
  private final int replicas;
  private final int parallel;
  private final int warmup;
  private final boolean direct;

  private PodsBench(Options options) {
    nodes = options.number("nodes", 1000);
    pods = options.number("pods", 20_000);
    replicas = options.number("replicas", 50);
    parallel = options.number("parallel", 32);
    warmup = options.number("warmup", 2_000);
    direct = options.has("direct");
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    PodsBench bench = new PodsBench(options);
    double[] rates = new double[options.number("runs", 1)];
    for (int run = 0; run < rates.length; run++) {
      Path directory = Files.createTempDirectory(Path.of(options.text("dir", "/tmp")), "pods");
      rates[run] = bench.run(directory);
      Scratch.delete(directory);
    }
    Summary.of(rates).print(options.has("direct") ? "pods/s (facade)" : "pods/s (REST and SSE)");
    Machine.print();
    System.exit(0);
  }

  private double run(Path directory) throws Exception {
    try (DirectCluster cluster =
            DirectCluster.start(directory, nodes, 4 * (pods + warmup) / nodes + 100);
        Load load = load(cluster)) {
      AtomicInteger running = new AtomicInteger();
      load.watch(cluster.journal().head(), running::incrementAndGet);
      create(load, "warm", warmup);
      Patience.until("the first pods run", () -> running.get() >= warmup && cluster.isQuiet());
      StoreHealth before = cluster.journal();
      ThreadTimes cpuBefore = ThreadTimes.now();
      long start = System.nanoTime();
      create(load, "web", pods);
      double created = (System.nanoTime() - start) / 1e9;
      Patience.until("all pods run", () -> running.get() >= warmup + pods);
      double seconds = (System.nanoTime() - start) / 1e9;
      ThreadTimes cpu = ThreadTimes.now();
      StoreHealth after = cluster.journal();
      print(created, seconds, before, after, cpu.since(cpuBefore));
      Patience.until("all is told", cluster::isQuiet);
      PodPhases phases = new PodPhases();
      cluster.control().log().replay(before.head() + 1, cluster.journal().head(), phases::take);
      phases.print();
      return pods / seconds;
    }
  }

  private Load load(DirectCluster cluster) {
    return direct
        ? new DirectLoad(cluster.control())
        : new HttpLoad(URI.create("http://127.0.0.1:" + cluster.openApi().address().getPort()));
  }

  private void create(Load load, String name, int count) throws InterruptedException {
    Semaphore open = new Semaphore(parallel);
    for (int made = 0; made < count; made += replicas) {
      open.acquire();
      load.create(name + made / replicas, Math.min(replicas, count - made))
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
      StoreHealth before,
      StoreHealth after,
      Map<String, Double> cpu) {
    long events = after.events() - before.events();
    long commits = after.commits() - before.commits();
    System.out.printf(
        Locale.ROOT,
        "pods %d on %d nodes: %.2f s, %.0f pods/s; services stored after %.2f s; processor %.2f ms per pod%n",
        pods,
        nodes,
        seconds,
        pods / seconds,
        created,
        1000 * cpu.values().stream().mapToDouble(Double::doubleValue).sum() / pods);
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
