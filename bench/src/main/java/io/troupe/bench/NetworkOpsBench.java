package io.troupe.bench;

import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.Bridge;
import io.troupe.netlink.route.Bulk;
import io.troupe.netlink.route.FdbEntry;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Neighbor;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.netlink.route.Vxlan;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Changes of a network's configuration per second: those of an overlay's peers (a route, a
/// neighbour and a forwarding entry each), and links. Ours by [Bulk]; beside it, in turns, the same
/// by `ip -batch` and `bridge -batch`. All in a namespace that nobody sees; needs root. Options:
/// `--peers`, `--links`, `--runs`, `--dir`.
public final class NetworkOpsBench {
  private static final int CHANGES_PER_PEER = 3;
  private static final int WARM_UPS = 3;

  private final NetworkNamespace namespace;
  private final Rtnetlink route;
  private final Path directory;
  private final int tunnel;

  private NetworkOpsBench(NetworkNamespace namespace, Rtnetlink route, Path directory) {
    this.namespace = namespace;
    this.route = route;
    this.directory = directory;
    Vxlan vxlan = Vxlan.of(1).withLocal(InetAddress.ofLiteral("192.0.2.1")).withLearning(false);
    this.tunnel = route.linkAdd(LinkSpec.of("vx", vxlan).withUp()).index();
    route.addressAdd(InterfaceAddress.of(tunnel, IpPrefix.parse("10.255.0.0/32")));
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    int peers = options.number("peers", 3_000);
    int links = options.number("links", 100);
    int runs = options.number("runs", 9);
    Path directory = Files.createTempDirectory(Path.of(options.text("dir", "/tmp")), "network");
    try (NetworkNamespace namespace = NetworkNamespace.anonymous();
        Rtnetlink route = Rtnetlink.open(namespace)) {
      NetworkOpsBench bench = new NetworkOpsBench(namespace, route, directory);
      for (int run = 0; run < WARM_UPS; run++) {
        bench.peersByBulk(peers);
      }
      Summary.header();
      compare("peers", runs, () -> bench.peersByBulk(peers), () -> bench.peersByIp(peers));
      compare("links", runs, () -> bench.linksByBulk(links), () -> bench.linksByIp(links));
    }
    Machine.print();
  }

  /// One way to do it; gives changes per second.
  private interface Way {
    double run() throws IOException, InterruptedException;
  }

  private static void compare(String what, int runs, Way ours, Way reference)
      throws IOException, InterruptedException {
    double[] rates = new double[runs];
    double[] references = new double[runs];
    for (int run = 0; run < runs; run++) {
      rates[run] = ours.run();
      references[run] = reference.run();
    }
    Summary mine = Summary.of(rates);
    Summary ip = Summary.of(references);
    mine.print(what + ": changes/s by Bulk");
    ip.print(what + ": changes/s by ip -batch");
    mine.printRatio(what + ": ratio", ip);
  }

  private static String subnet(int peer) {
    return "10." + (peer >> 8) + "." + (peer & 255) + ".0";
  }

  private static String host(int peer) {
    return "172.16." + (peer >> 8) + "." + (peer & 255);
  }

  private static MacAddress mac(int peer) {
    return new MacAddress(0x0a58_0000_0000L | peer);
  }

  /// Comes and goes.
  private double peersByBulk(int peers) {
    long begin = System.nanoTime();
    Bulk come = new Bulk();
    Bulk leave = new Bulk();
    for (int i = 0; i < peers; i++) {
      InetAddress end = InetAddress.ofLiteral(subnet(i));
      Route way = Route.to(new IpPrefix(end, 24)).via(end).on(tunnel).withOnlink();
      Neighbor neighbor = Neighbor.permanent(tunnel, end, mac(i));
      FdbEntry entry = FdbEntry.tunnel(tunnel, mac(i), InetAddress.ofLiteral(host(i)));
      come.routeReplace(way).neighborReplace(neighbor).fdbReplace(entry);
      leave.routeDelete(way).neighborDelete(neighbor).fdbDelete(entry);
    }
    route.apply(come);
    route.apply(leave);
    return rate(2L * CHANGES_PER_PEER * peers, begin);
  }

  private double peersByIp(int peers) throws IOException, InterruptedException {
    Path come = file(peers, "route replace %1$s/24 via %1$s dev vx onlink");
    Path meet = file(peers, "neigh replace %1$s lladdr %2$s dev vx nud permanent");
    Path find = file(peers, "fdb replace %2$s dst %3$s dev vx self permanent");
    Path leave = file(peers, "route del %1$s/24 via %1$s dev vx onlink");
    Path part = file(peers, "neigh del %1$s dev vx");
    Path lose = file(peers, "fdb del %2$s dst %3$s dev vx self");
    long begin = System.nanoTime();
    for (Path file : List.of(come, meet, leave, part)) {
      run("ip", file);
    }
    run("bridge", find);
    run("bridge", lose);
    return rate(2L * CHANGES_PER_PEER * peers, begin);
  }

  private Path file(int peers, String line) throws IOException {
    return write(
        IntStream.range(0, peers).mapToObj(i -> line.formatted(subnet(i), mac(i), host(i))));
  }

  private Path write(Stream<String> lines) throws IOException {
    return Files.write(Files.createTempFile(directory, "batch", ""), lines.toList());
  }

  /// Made and deleted, one after the other as the kernel does it.
  private double linksByBulk(int links) {
    long begin = System.nanoTime();
    Bulk come = new Bulk();
    for (int i = 0; i < links; i++) {
      come.linkAdd(LinkSpec.of("bench" + i, Bridge.standard()));
    }
    route.apply(come);
    Bulk leave = new Bulk();
    route.linkList().stream()
        .filter(link -> link.name().startsWith("bench"))
        .map(Link::index)
        .forEach(leave::linkDelete);
    route.apply(leave);
    return rate(2L * links, begin);
  }

  private double linksByIp(int links) throws IOException, InterruptedException {
    IntStream numbers = IntStream.range(0, links);
    Path come = write(numbers.mapToObj(i -> "link add bench" + i + " type bridge"));
    Path leave = write(IntStream.range(0, links).mapToObj(i -> "link del bench" + i));
    long begin = System.nanoTime();
    run("ip", come);
    run("ip", leave);
    return rate(2L * links, begin);
  }

  private void run(String program, Path batch) throws IOException, InterruptedException {
    Process process =
        namespace.call(
            () -> new ProcessBuilder(program, "-batch", batch.toString()).inheritIO().start());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(program + " -batch " + batch + " has failed");
    }
  }

  private static double rate(long changes, long begin) {
    return changes * 1e9 / (System.nanoTime() - begin);
  }
}
