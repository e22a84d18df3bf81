package io.troupe.bench;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlaneStart;
import io.troupe.actors.SystemConfig;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.network.Cidr;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.AgentSettings;
import io.troupe.node.NodeAgent;
import io.troupe.node.Runtimes;
import io.troupe.node.network.NetworkRuntime;
import io.troupe.node.network.NoNetworkRuntime;
import io.troupe.node.network.proxy.NftablesProxy;
import io.troupe.node.network.proxy.ProxyScope;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// How long it takes from an event of a pod in the log, by which it begins or ceases to serve, to
/// the rule in the kernel of another node. Everything between is what runs on a platform: journal,
/// view, book of the network, session, agent, and nftables in a network namespace of its own; but
/// control plane and agents are one process, with no connection between them. The pods are
/// simulated, on a node of their own. In turns with each change, `nft -f` makes one by hand.
///
/// Options: `--changes`, `--services` that are there besides, `--dir`. It needs root.
public final class EndpointsBench {
  private static final String SPACE = "bench";
  private static final Ref SERVICE = new Ref(Kind.SERVICE, SPACE + ":web");
  private static final ProxyScope SCOPE =
      new ProxyScope(
          Cidr.parse("10.43.0.0/16"), Cidr.parse("10.42.0.0/16"), Cidr.parse("10.42.1.0/24"));

  private final ActorSystem<Void> system;
  private final ControlPlane control;
  private final NotedRules rules;
  private final Config config;
  private final Map<Ref, Instant> began = new ConcurrentHashMap<>();
  private final Map<Ref, Instant> ceased = new ConcurrentHashMap<>();

  private EndpointsBench(
      ActorSystem<Void> system, ControlPlane control, NotedRules rules, Config config) {
    this.system = system;
    this.control = control;
    this.rules = rules;
    this.config = config;
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    Path root = Path.of(options.text("dir", "bench/target/scratch"));
    Files.createDirectories(root);
    Path directory = Files.createTempDirectory(root, "endpoints");
    Config config =
        SystemConfig.of(
            ConfigFactory.parseMap(
                Map.of(
                    "troupe.api.port",
                    0,
                    "troupe.node.runtime",
                    "sim",
                    "troupe.journal.path",
                    directory.resolve("troupe.db").toString())));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "troupe", config);
    try (NetworkNamespace namespace = NetworkNamespace.anonymous();
        NotedRules rules = new NotedRules(NftablesProxy.open(namespace, "troupe-proxy", SCOPE))) {
      ControlPlane control =
          ControlPlaneStart.start(system).toCompletableFuture().get(60, TimeUnit.SECONDS);
      new EndpointsBench(system, control, rules, config)
          .run(
              options.number("changes", 200),
              options.number("services", 100),
              namespace,
              directory);
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      Scratch.delete(directory);
    }
  }

  private void run(int changes, int services, NetworkNamespace namespace, Path directory)
      throws Exception {
    agent("there", Map.of(), new NoNetworkRuntime(List.of()));
    // no pod fits here, so that what is measured is always another node
    agent("here", Map.of("troupe.node.sim.memory", "1MiB"), rules);
    Patience.until("two nodes joined", () -> control.view().list(Kind.NODE, "").size() == 2);
    send(
        new Ref(Kind.NAMESPACE, SPACE),
        new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)));
    for (int i = 0; i < services; i++) {
      send(new Ref(Kind.SERVICE, SPACE + ":other-" + i), new ServiceCommand.Create(patch()));
    }
    try (Subscription _ = control.log().subscribe(control.log().head(), this::note)) {
      send(SERVICE, new ServiceCommand.Create(patch()));
      // the first changes, in a process that has compiled nothing, are not counted
      int unmeasured = Math.min(20, changes);
      await("the first pod came", began, rules::came, 1);
      changes(unmeasured, null);
      began.clear();
      ceased.clear();
      Reference reference = new Reference(namespace, directory);
      changes(changes, reference);
      print(reference);
    }
  }

  private void agent(String name, Map<String, String> more, NetworkRuntime network) {
    AgentSettings settings =
        AgentSettings.from(ConfigFactory.parseMap(more).withFallback(config)).withName(name);
    Runtimes runtimes = Runtimes.sim(settings, network, InstantSource.system());
    system.systemActorOf(
        NodeAgent.create(settings, runtimes, control.sessions()), "agent-" + name, Props.empty());
  }

  private static ServicePatch patch() {
    ContainerTemplate container =
        ContainerTemplate.of("main", Image.named("registry.local/shop/web:1.27"))
            .withLimits(new Limits(Cpu.millis(10), Memory.mebibytes(16)));
    PodTemplate template = new PodTemplate(List.of(container), List.of(), 10);
    return new ServicePatch(
        null,
        null,
        1,
        null,
        null,
        new TreeMap<>(Map.of(80, "8080/tcp")),
        null,
        new TemplatePatch(template, Set.of(), Set.of(), false));
  }

  private void send(Ref to, Command command) {
    var answer = control.send(to, command, Cause.by("bench")).toCompletableFuture().join();
    if (!(answer.reply() instanceof Reply.Accepted)) {
      throw new IllegalStateException("refused: " + answer.reply());
    }
  }

  private void note(LogEntry entry) {
    Ref pod = entry.id().resource();
    if (pod.kind() != Kind.POD || !pod.link().startsWith(SERVICE.link() + ":")) {
      return;
    }
    Instant at = entry.recorded().at();
    switch (entry.recorded().event()) {
      case PodEvent.PodObserved seen when seen.observation().phase() == Observation.Phase.RUNNING ->
          began.putIfAbsent(pod, at);
      case PodEvent.PodDestroyRequested _ -> ceased.putIfAbsent(pod, at);
      default -> {}
    }
  }

  /// Half of them pods that come, half pods that go.
  private void changes(int count, @Nullable Reference reference) throws Exception {
    for (int i = 0; i < count / 2; i++) {
      int pair = i + 1;
      send(SERVICE, new ServiceCommand.Scale(2));
      await("a pod came", began, rules::came, reference == null ? 1 + pair : pair);
      if (reference != null) {
        reference.run(true);
      }
      send(SERVICE, new ServiceCommand.Scale(1));
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
