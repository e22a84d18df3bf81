package io.troupe.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An etcd of one member on loopback, started for a measurement and stopped after it.
final class Etcd {
  private static final Pattern THROUGHPUT = Pattern.compile("Throughput[^0-9]*([0-9]+) writes/s");

  private Etcd() {}

  static boolean isThere() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "etcd")));
  }

  /// What `etcdctl check perf` reaches in its sixty seconds.
  static double throughput(Path data, String load) throws IOException, InterruptedException {
    String client = "http://127.0.0.1:" + freePort();
    String peer = "http://127.0.0.1:" + freePort();
    Process server =
        new ProcessBuilder(
                "etcd",
                "--data-dir=" + data,
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--quota-backend-bytes=4294967296",
                "--logger=zap",
                "--log-level=error")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Patience.until(
          "etcd answers", () -> control(client, "endpoint", "health").contains("is healthy"));
      String report = control(client, "check", "perf", "--load=" + load);
      Matcher found = THROUGHPUT.matcher(report);
      if (!found.find()) {
        throw new IllegalStateException("etcdctl check perf said: " + report);
      }
      return Double.parseDouble(found.group(1));
    } finally {
      server.destroy();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  private static String control(String endpoint, String... command) {
    List<String> line = new ArrayList<>(List.of("etcdctl", "--endpoints=" + endpoint));
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    try {
      Process process = builder.start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new IllegalStateException("etcdctl cannot be run", failed);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
