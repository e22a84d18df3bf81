package io.troupe.bench;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.ServicePort;
import io.troupe.core.template.Protocol;
import io.troupe.node.dns.DnsSettings;
import io.troupe.node.dns.NameServer;
import io.troupe.node.dns.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.xbill.DNS.Name;

/// How many queries a second the node's name server answers, and at what cost, with a zone of many
/// services; beside it, in turns, Debian's `dnsmasq` with the same names in a file of hosts. Both
/// share the machine with `dnsperf`, which asks. Options: `--services`, `--seconds`, `--runs`,
/// `--clients`, `--dir`.
public final class DnsBench {
  private static final int NAMESPACES = 50;
  private static final int SINGLE_QUERIES = 20_000;

  private final int services;
  private final int seconds;
  private final int clients;
  private final Path directory;
  private final Path questions;

  private DnsBench(Options options, Path directory) {
    services = options.number("services", 5000);
    seconds = options.number("seconds", 5);
    clients = options.number("clients", 20);
    this.directory = directory;
    questions = directory.resolve("questions");
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = Options.of(args);
    Path parent = Path.of(options.text("dir", System.getProperty("java.io.tmpdir")));
    Path directory = Files.createTempDirectory(parent, "dns");
    try {
      new DnsBench(options, directory).run(options.number("runs", 5));
    } finally {
      Scratch.delete(directory);
    }
  }

  /// What the runs of one server have seen.
  private static final class Series {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> latencies = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> tails = new ArrayList<>();

    private void add(NameLoad.Seen seen, Histogram single) {
      rates.add(seen.rate());
      latencies.add(seen.microseconds());
      costs.add(seen.cost());
      medians.add(single.getValueAtPercentile(50) / 1e3);
      tails.add(single.getValueAtPercentile(99) / 1e3);
    }

    private static Summary summary(List<Double> values) {
      return Summary.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private static String name(int index) {
    return "service-%d.space-%d.lb.local".formatted(index, index % NAMESPACES);
  }

  private static Ipv4 address(int index) {
    return Ipv4.parse("10.96.0.0").plus(index + 1);
  }

  private void run(int runs) throws IOException, InterruptedException {
    List<String> names =
        new ArrayList<>(IntStream.range(0, services).mapToObj(DnsBench::name).toList());
    Collections.shuffle(names, new Random(1));
    Files.write(questions, names.stream().map(name -> name + " A").toList());
    Series ours = new Series();
    Series reference = new Series();
    Process dnsmasq = null;
    try (NameServer server = server()) {
      int port = server.addresses().getFirst().getPort();
      int other = freePort();
      dnsmasq = dnsmasq(other);
      Patience.until("dnsmasq answers", () -> answers(other, names));
      ProcessHandle self = ProcessHandle.current();
      round(self, port, names, new Series());
      round(dnsmasq.toHandle(), other, names, new Series());
      for (int run = 0; run < runs; run++) {
        round(self, port, names, ours);
        round(dnsmasq.toHandle(), other, names, reference);
      }
    } finally {
      if (dnsmasq != null) {
        dnsmasq.destroy();
        dnsmasq.waitFor(10, TimeUnit.SECONDS);
      }
    }
    print(ours, reference);
  }

  private void round(ProcessHandle server, int port, List<String> names, Series series)
      throws IOException, InterruptedException {
    Histogram single = NameLoad.oneByOne(port, names, SINGLE_QUERIES);
    series.add(NameLoad.dnsperf(server, port, questions, seconds, clients), single);
  }

  private void print(Series ours, Series reference) {
    Summary rate = Series.summary(ours.rates);
    Summary other = Series.summary(reference.rates);
    Summary.header();
    rate.print("queries/s, %d services".formatted(services));
    other.print("queries/s, dnsmasq");
    rate.printRatio("ratio", other);
    Series.summary(ours.costs).print("us of processor time for a query");
    Series.summary(reference.costs).print("us of processor time for a query, dnsmasq");
    Series.summary(ours.latencies).print("us to an answer, mean of dnsperf");
    Series.summary(reference.latencies).print("us to an answer, mean of dnsperf, dnsmasq");
    Series.summary(ours.medians).print("us one by one, p50");
    Series.summary(reference.medians).print("us one by one, p50, dnsmasq");
    Series.summary(ours.tails).print("us one by one, p99");
    Series.summary(reference.tails).print("us one by one, p99, dnsmasq");
    Machine.print();
  }

  private NameServer server() {
    DnsSettings settings =
        new DnsSettings(
            Name.fromConstantString("lb.local."),
            0,
            Duration.ofSeconds(5),
            List.of(),
            Duration.ofSeconds(1),
            0);
    Zone zone = new Zone(settings, List.of(Cidr.parse("10.96.0.0/16")), List.of());
    zone.replaceAll(IntStream.range(0, services).mapToObj(DnsBench::endpoint).toList());
    return NameServer.start(settings, zone, List.of(InetAddress.getLoopbackAddress()));
  }

  private static Endpoint endpoint(int index) {
    return new Endpoint(
        new Ref(Kind.SERVICE, "space-%d:service-%d".formatted(index % NAMESPACES, index)),
        1,
        address(index),
        List.of(new ServicePort(80, Protocol.TCP, 8080)),
        Balance.RR,
        List.of());
  }

  private Process dnsmasq(int port) throws IOException {
    Path hosts = directory.resolve("hosts");
    Files.write(
        hosts, IntStream.range(0, services).mapToObj(i -> address(i) + " " + name(i)).toList());
    return new ProcessBuilder(
            "dnsmasq",
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--no-resolv",
            "--no-hosts",
            "--addn-hosts=" + hosts,
            "--local=/lb.local/",
            "--local-ttl=5",
            "--cache-size=10000",
            "--listen-address=127.0.0.1",
            "--bind-interfaces",
            "--user=root",
            "--pid-file=",
            "--port=" + port)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("dnsmasq.log").toFile())
        .start();
  }

  private static boolean answers(int port, List<String> names) {
    try {
      NameLoad.oneByOne(port, names, 1);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
