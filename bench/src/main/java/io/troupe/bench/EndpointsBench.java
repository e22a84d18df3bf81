package io.troupe.bench;

import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.network.proxy.NftablesProxy;
import io.troupe.node.network.proxy.ProxyScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// How long it takes from an event of a pod in the log, by which it begins or ceases to serve, to
/// the rule in the kernel of another node. Everything between is what runs on a platform: journal,
/// view, book of the network, session, agent, and nftables in a network namespace of its own. The
/// pods are simulated, on a node of their own. In turns with each change, `nft -f` makes one by
/// hand.
///
/// Options: `--changes`, `--services` that are there besides, `--dir`, and `--troupe` (the
/// command): with it control plane, the node of the pods and the node measured are a process each.
/// It needs root.
public final class EndpointsBench {
  private static final ProxyScope SCOPE =
      new ProxyScope(
          Cidr.parse("10.43.0.0/16"), Cidr.parse("10.42.0.0/16"), Cidr.parse("10.42.1.0/24"));

  private final EndpointsPlatform platform;
  private final NotedRules rules;
  private final Map<Ref, Instant> began = new ConcurrentHashMap<>();
  private final Map<Ref, Instant> ceased = new ConcurrentHashMap<>();

  private EndpointsBench(EndpointsPlatform platform, NotedRules rules) {
    this.platform = platform;
    this.rules = rules;
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    Path root = Path.of(options.text("dir", "bench/target/scratch")).toAbsolutePath();
    Files.createDirectories(root);
    Path directory = Files.createTempDirectory(root, "endpoints");
    try (NetworkNamespace namespace = NetworkNamespace.anonymous();
        NotedRules rules = new NotedRules(NftablesProxy.open(namespace, "troupe-proxy", SCOPE));
        EndpointsPlatform platform =
            options.has("troupe")
                ? new EndpointsInThreeProcesses(directory, options.text("troupe", "troupe"))
                : EndpointsInOneProcess.start(directory)) {
      new EndpointsBench(platform, rules)
          .run(
              options.number("changes", 200),
              options.number("services", 100),
              namespace,
              directory);
    } finally {
      Scratch.delete(directory);
    }
    System.exit(0);
  }

  private void run(int changes, int services, NetworkNamespace namespace, Path directory)
      throws Exception {
    platform.join(rules);
    platform.serve(services);
    platform.follow(began::putIfAbsent, ceased::putIfAbsent);
    platform.serveMeasured();
    await("the first pod came", began, rules::came, 1);
    // the first changes, in a process that has compiled nothing, are not counted
    changes(Math.min(20, changes), null);
    began.clear();
    ceased.clear();
    Reference reference = new Reference(namespace, directory);
    changes(changes, reference);
    print(reference);
  }

  /// Half of them pods that come, half pods that go.
  private void changes(int count, @Nullable Reference reference) throws Exception {
    for (int i = 0; i < count / 2; i++) {
      int pair = i + 1;
      platform.scale(2);
      await("a pod came", began, rules::came, reference == null ? 1 + pair : pair);
      if (reference != null) {
        reference.run(true);
      }
      platform.scale(1);
      await("a pod went", ceased, rules::went, pair);
      if (reference != null) {
        reference.run(false);
      }
    }
  }

  private static void await(
      String what, Map<Ref, Instant> events, Function<Ref, @Nullable Instant> rule, int least) {
    Patience.until(
        what,
        () ->
            events.size() >= least
                && events.keySet().stream().allMatch(pod -> rule.apply(pod) != null));
  }

  private void print(Reference reference) {
    System.out.printf("%-36s %8s %10s %10s %10s%n", "", "changes", "p50 ms", "p99 ms", "max ms");
    Histogram all = new Histogram(3);
    print("a pod that comes, event to rule", began, rules::came, all);
    print("a pod that goes, event to rule", ceased, rules::went, all);
    print("both", all);
    print("`nft -f` of one line, beside it", reference.times);
    Machine.print();
  }

  private static void print(
      String name, Map<Ref, Instant> events, Function<Ref, @Nullable Instant> rule, Histogram all) {
    Histogram times = new Histogram(3);
    events.forEach((pod, at) -> {
      Instant made = rule.apply(pod);
      if (made != null) {
        times.recordValue(Math.max(0, Duration.between(at, made).toNanos() / 1000));
      }
    });
    all.add(times);
    print(name, times);
  }

  private static void print(String name, Histogram times) {
    System.out.printf(
        Locale.ROOT,
        "%-36s %8d %10.1f %10.1f %10.1f%n",
        name,
        times.getTotalCount(),
        times.getValueAtPercentile(50) / 1e3,
        times.getValueAtPercentile(99) / 1e3,
        times.getMaxValue() / 1e3);
  }

  /// The same kind of change by the kernel's own tool: an element of a map.
  private static final class Reference {
    final Histogram times = new Histogram(3);
    private final NetworkNamespace namespace;
    private final Path add;
    private final Path delete;

    Reference(NetworkNamespace namespace, Path directory) throws Exception {
      this.namespace = namespace;
      String table = "add table ip hand; add map ip hand m { type ipv4_addr : ipv4_addr; }\n";
      nft(Files.writeString(directory.resolve("table"), table));
      this.add = directory.resolve("add");
      this.delete = directory.resolve("delete");
      Files.writeString(add, "add element ip hand m { 10.43.0.1 : 10.42.2.2 }\n");
      Files.writeString(delete, "delete element ip hand m { 10.43.0.1 }\n");
    }

    void run(boolean adding) throws Exception {
      long start = System.nanoTime();
      nft(adding ? add : delete);
      times.recordValue((System.nanoTime() - start) / 1000);
    }

    private void nft(Path file) throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder("nsenter", "--net=" + namespace.path(), "nft", "-f", file.toString())
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new IOException("`nft -f` failed, what it says stands above");
      }
    }
  }
}
