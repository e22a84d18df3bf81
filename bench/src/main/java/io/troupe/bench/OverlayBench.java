package io.troupe.bench;

import io.troupe.netlink.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/// One TCP stream between two pods on two hosts that are namespaces: through the overlay that the
/// driver makes and, in turns, through one made by hand with `ip`, without and with masquerading,
/// and between the hosts without any. Needs root. Options: `--seconds` per stream, `--runs`.
public final class OverlayBench {
  private static final int BUFFER = 256 << 10;
  private static final int WARM_UP_MILLIS = 500;

  private OverlayBench() {}

  /// A way that a stream takes.
  private record Path(String name, NetworkNamespace from, NetworkNamespace to, String address) {
    static Path ofPods(String name, List<BenchHost> pair) {
      return new Path(
          name, pair.getFirst().pod(), pair.getLast().pod(), pair.getLast().podAddress());
    }

    static Path ofHosts(String name, List<BenchHost> pair) {
      return new Path(
          name, pair.getFirst().host(), pair.getLast().host(), pair.getLast().hostAddress());
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = Options.of(args);
    int millis = options.number("seconds", 2) * 1000;
    int runs = options.number("runs", 7);
    List<BenchHost> driven = BenchHost.pair();
    List<BenchHost> plain = BenchHost.pair();
    List<BenchHost> masqueraded = BenchHost.pair();
    for (int i = 0; i < 2; i++) {
      driven.get(i).byDriver(driven.get(1 - i));
      plain.get(i).byHand(plain.get(1 - i), false);
      masqueraded.get(i).byHand(masqueraded.get(1 - i), true);
    }
    List<Path> paths =
        List.of(
            Path.ofPods("overlay of the driver, Gbit/s", driven),
            Path.ofPods("by hand, Gbit/s", plain),
            Path.ofPods("by hand with masquerading, Gbit/s", masqueraded),
            Path.ofHosts("no overlay, plain veth, Gbit/s", driven));
    report(paths, measure(paths, runs, millis));
    List.of(driven, plain, masqueraded).forEach(pair -> pair.forEach(BenchHost::close));
    Machine.print();
  }

  private static double[][] measure(List<Path> paths, int runs, int millis)
      throws IOException, InterruptedException {
    double[][] rates = new double[paths.size()][runs];
    for (Path path : paths) {
      stream(path, WARM_UP_MILLIS);
    }
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < paths.size(); i++) {
        int turn = (i + run) % paths.size();
        rates[turn][run] = stream(paths.get(turn), millis);
      }
    }
    return rates;
  }

  private static void report(List<Path> paths, double[][] rates) {
    Summary.header();
    List<Summary> all = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      all.add(Summary.of(rates[i]));
      all.get(i).print(paths.get(i).name());
    }
    for (int i = 1; i < paths.size(); i++) {
      all.getFirst().printRatio("ratio to: " + paths.get(i).name(), all.get(i));
    }
  }

  /// Sends for so long; gives what arrived, in Gbit/s.
  private static double stream(Path path, int millis) throws IOException, InterruptedException {
    try (ServerSocket server = path.to().call(() -> new ServerSocket(0))) {
      Thread sender =
          Thread.ofPlatform().daemon().start(() -> send(path, server.getLocalPort(), millis));
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[BUFFER];
        long begin = System.nanoTime();
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          bytes += read;
        }
        double rate = bytes * 8.0 / (System.nanoTime() - begin);
        sender.join();
        return rate;
      }
    }
  }

  private static void send(Path path, int port, int millis) {
    byte[] buffer = new byte[BUFFER];
    try (Socket socket = path.from().call(() -> connected(path.address(), port))) {
      long end = System.nanoTime() + millis * 1_000_000L;
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no stream to " + path.address(), e);
    }
  }

  private static Socket connected(String address, int port) throws SocketException, IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address, port), 5000);
    return socket;
  }
}
