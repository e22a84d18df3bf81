package io.troupe.bench;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.ServicePort;
import io.troupe.core.template.Protocol;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.ServiceProxy;
import io.troupe.node.network.proxy.IpvsProxy;
import io.troupe.node.network.proxy.NftablesProxy;
import io.troupe.node.network.proxy.ProxyScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How long a node's service proxy takes to make all services callable that it is told of at its
/// start, against the kernel's own tool that reads the same from a file: `nft -f`, or `ipvsadm -R`
/// and `ip -batch`. Each run is in a fresh network namespace, and the two alternate. Then, among
/// all these services, what one change costs, and a restart that finds everything as it is to be.
///
/// Options: `--driver=nftables|ipvs`, `--services`, `--backends`, `--runs`, `--updates`, `--dir`.
/// It needs root.
public final class ProxyBench {
  private static final String TABLE = "troupe-proxy";
  private static final String LINK = "troupe-ipvs";
  private static final ProxyScope SCOPE =
      new ProxyScope(
          Cidr.parse("10.96.0.0/12"), Cidr.parse("10.32.0.0/11"), Cidr.parse("10.32.0.0/24"));
  private static final int PORT = 80;
  private static final int TARGET = 8080;

  private final boolean ipvs;
  private final int backends;
  private final Path directory;
  private final List<Endpoint> endpoints;

  private ProxyBench(boolean ipvs, int services, int backends, Path directory) {
    this.ipvs = ipvs;
    this.backends = backends;
    this.directory = directory;
    this.endpoints = IntStream.range(0, services).mapToObj(one -> endpoint(one, 0)).toList();
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    boolean ipvs = options.text("driver", "nftables").equals("ipvs");
    Path root = Path.of(options.text("dir", "bench/target/scratch"));
    Files.createDirectories(root);
    Path directory = Files.createTempDirectory(root, "proxy");
    try {
      new ProxyBench(
              ipvs, options.number("services", 5000), options.number("backends", 10), directory)
          .run(options.number("runs", 5), options.number("updates", 200));
    } finally {
      Scratch.delete(directory);
    }
  }

  private void run(int runs, int updates) throws Exception {
    List<Reference> references = references();
    double first = program();
    double[] ours = new double[runs];
    double[][] theirs = new double[references.size()][runs];
    for (int run = 0; run < runs; run++) {
      ours[run] = program();
      for (int i = 0; i < theirs.length; i++) {
        theirs[i][run] = load(references.subList(0, i + 1));
      }
    }
    Summary driver = Summary.of(ours);
    Summary.header();
    String what =
        "%d x %d by %s, ms".formatted(endpoints.size(), backends, ipvs ? "ipvs" : "nftables");
    driver.print(what);
    for (int i = 0; i < theirs.length; i++) {
      Summary tool = Summary.of(theirs[i]);
      tool.print("the same by " + Reference.names(references.subList(0, i + 1)) + ", ms");
      driver.printRatio("ratio", tool);
    }
    Summary.of(new double[] {first}).print("the first time in this process, ms");
    printChanges(updates);
    Machine.print();
  }

  /// A tool of the kernel's, and the file it reads.
  private record Reference(String name, List<String> command, boolean stdin, Path file) {
    static String names(List<Reference> all) {
      return String.join(" and ", all.stream().map(Reference::name).toList());
    }
  }

  private List<Reference> references() throws Exception {
    if (ipvs) {
      List<String> rules = new ArrayList<>();
      List<String> addresses = new ArrayList<>();
      addresses.add("link add " + LINK + " type dummy");
      addresses.add("link set " + LINK + " up");
      for (Endpoint endpoint : endpoints) {
        rules.add("-A -t %s:%d -s rr".formatted(endpoint.address(), PORT));
        for (Backend backend : endpoint.backends()) {
          rules.add(
              "-a -t %s:%d -r %s:%d -m -w 1"
                  .formatted(endpoint.address(), PORT, backend.address(), TARGET));
        }
        addresses.add("address add %s/32 dev %s".formatted(endpoint.address(), LINK));
      }
      Path batch = Files.write(directory.resolve("addresses"), addresses);
      return List.of(
          new Reference(
              "ipvsadm -R",
              List.of("ipvsadm", "-R"),
              true,
              Files.write(directory.resolve("services"), rules)),
          new Reference("ip -batch", List.of("ip", "-batch", batch.toString()), false, batch));
    }
    Path file = directory.resolve("rules.nft");
    try (NetworkNamespace namespace = fresh();
        ServiceProxy proxy = open(namespace)) {
      proxy.replaceAll(endpoints);
      String rules = tool(namespace, List.of("nft", "list", "ruleset"), null, false);
      Files.writeString(file, rules);
    }
    return List.of(new Reference("nft -f", List.of("nft", "-f", file.toString()), false, file));
  }

  /// Milliseconds until all services can be called.
  private double program() {
    try (NetworkNamespace namespace = fresh()) {
      long start = System.nanoTime();
      try (ServiceProxy proxy = open(namespace)) {
        proxy.replaceAll(endpoints);
        return since(start);
      }
    }
  }

  private double load(List<Reference> references) throws Exception {
    try (NetworkNamespace namespace = fresh()) {
      long start = System.nanoTime();
      for (Reference reference : references) {
        tool(namespace, reference.command, reference.stdin ? reference.file : null, true);
      }
      return since(start);
    }
  }

  private void printChanges(int updates) {
    double[] changed = new double[updates];
    double[] replaced = new double[updates];
    double[] restarted = new double[3];
    try (NetworkNamespace namespace = fresh();
        ServiceProxy proxy = open(namespace)) {
      proxy.replaceAll(endpoints);
      for (int i = 0; i < updates; i++) {
        int index = i * 7 % endpoints.size();
        Endpoint other = endpoint(index, 1);
        long start = System.nanoTime();
        proxy.update(List.of(other), List.of());
        changed[i] = since(start);
        start = System.nanoTime();
        proxy.update(List.of(), List.of(other.service()));
        proxy.update(List.of(endpoints.get(index)), List.of());
        replaced[i] = since(start);
      }
      for (int i = 0; i < restarted.length; i++) {
        long start = System.nanoTime();
        try (ServiceProxy second = open(namespace)) {
          second.replaceAll(endpoints);
        }
        restarted[i] = since(start);
      }
    }
    Summary.of(changed).print("one backend of one service changed, ms");
    Summary.of(replaced).print("one service deleted and created, ms");
    Summary.of(restarted).print("a restart that changes nothing, ms");
  }

  private ServiceProxy open(NetworkNamespace namespace) {
    return ipvs
        ? IpvsProxy.open(namespace, LINK, TABLE, SCOPE)
        : NftablesProxy.open(namespace, TABLE, SCOPE);
  }

  /// @param shift so many of its backends are others
  private Endpoint endpoint(int index, int shift) {
    List<Backend> all =
        IntStream.range(shift, backends + shift)
            .mapToObj(one ->
                new Backend(
                    new Ref(Kind.POD, "demo:service-" + index + ":d_v1:" + one),
                    SCOPE.cluster().address(index * (backends + 1) + one + 1),
                    "node",
                    false))
            .toList();
    return new Endpoint(
        new Ref(Kind.SERVICE, "demo:service-" + index),
        1 + shift,
        SCOPE.services().address(index + 1),
        List.of(new ServicePort(PORT, Protocol.TCP, TARGET)),
        Balance.RR,
        all);
  }

  private static NetworkNamespace fresh() {
    NetworkNamespace namespace = NetworkNamespace.anonymous();
    try (Rtnetlink rtnetlink = Rtnetlink.open(namespace)) {
      rtnetlink.linkSetUp(rtnetlink.linkFind("lo").orElseThrow().index());
    }
    return namespace;
  }

  private String tool(
      NetworkNamespace namespace, List<String> command, @Nullable Path stdin, boolean quiet)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + namespace.path()));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    if (stdin != null) {
      builder.redirectInput(stdin.toFile());
    }
    Path out = directory.resolve("out");
    builder.redirectOutput(out.toFile()).redirectErrorStream(true);
    int status = builder.start().waitFor();
    String printed = Files.readString(out);
    if (status != 0 || (quiet && !printed.isBlank())) {
      throw new IOException(
          String.join(" ", command) + " failed: " + printed.lines().limit(3).toList());
    }
    return printed;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
