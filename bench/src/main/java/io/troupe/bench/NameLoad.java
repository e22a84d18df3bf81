package io.troupe.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Asks a name server: as fast as it goes with `dnsperf`, and one question after the other.
final class NameLoad {
  private static final Pattern RATE = Pattern.compile("Queries per second:\\s+([0-9.]+)");
  private static final Pattern LATENCY = Pattern.compile("Average Latency \\(s\\):\\s+([0-9.]+)");
  private static final Pattern COMPLETED = Pattern.compile("Queries completed:\\s+([0-9]+)");
  private static final Pattern LOST = Pattern.compile("Queries lost:\\s+([0-9]+)");
  private static final Pattern CODES = Pattern.compile("Response codes:\\s+(.*)");
  private static final int PATIENCE_MILLIS = 2000;

  private NameLoad() {}

  /// What dnsperf has seen.
  ///
  /// @param rate queries answered per second
  /// @param microseconds until an answer, on average, with its hundred queries under way
  /// @param cost microseconds of processor time that the server has spent on each
  record Seen(double rate, double microseconds, double cost) {}

  /// @param server whose processor time is taken
  /// @param questions lines of a name and a type
  /// @throws IllegalStateException when dnsperf fails, or an answer is another than NOERROR
  static Seen dnsperf(ProcessHandle server, int port, Path questions, int seconds, int clients)
      throws IOException, InterruptedException {
    Duration before = used(server);
    Process process =
        new ProcessBuilder(
                "dnsperf",
                "-s",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-d",
                questions.toString(),
                "-l",
                Integer.toString(seconds),
                "-c",
                Integer.toString(clients))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    String codes = found(CODES, said);
    if (!codes.matches("NOERROR \\d+ \\(100.00%\\)")) {
      throw new IllegalStateException("not every answer was right: " + codes);
    }
    if (!found(LOST, said).equals("0")) {
      System.err.println("dnsperf: " + found(LOST, said) + " queries were lost");
    }
    double used = used(server).minus(before).toNanos() / 1e3;
    return new Seen(
        Double.parseDouble(found(RATE, said)),
        Double.parseDouble(found(LATENCY, said)) * 1e6,
        used / Double.parseDouble(found(COMPLETED, said)));
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static String found(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException("dnsperf said: " + said);
    }
    return matcher.group(1).strip();
  }

  /// How long each of some questions takes when nothing else is asked, in nanoseconds.
  static Histogram oneByOne(int port, List<String> names, int count) throws IOException {
    Histogram times = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
    byte[] buffer = new byte[1500];
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MILLIS);
      for (int i = 0; i < count; i++) {
        byte[] query = query(names.get(i % names.size()));
        long start = System.nanoTime();
        socket.send(new DatagramPacket(query, query.length));
        socket.receive(new DatagramPacket(buffer, buffer.length));
        times.recordValue(System.nanoTime() - start);
      }
    }
    return times;
  }

  private static byte[] query(String name) {
    Name absolute = Name.fromConstantString(name + ".");
    return Message.newQuery(Record.newRecord(absolute, Type.A, DClass.IN)).toWire();
  }
}
