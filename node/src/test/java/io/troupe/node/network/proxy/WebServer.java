package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.troupe.netlink.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/// A process that serves a directory and closes each connection after its answer, as a container
/// would.
record WebServer(Process process, String local) implements AutoCloseable {
  /// SYN_RECV, ESTABLISHED, CLOSE_WAIT: somebody may still be owed an answer.
  private static final Set<String> UNANSWERED = Set.of("03", "01", "08");

  /// Answers when this returns.
  static WebServer start(NetworkNamespace namespace, String address, int port, Path directory)
      throws IOException {
    WebServer server =
        new WebServer(
            new ProcessBuilder(
                    "nsenter",
                    "--net=" + namespace.path(),
                    "busybox",
                    "httpd",
                    "-f",
                    "-p",
                    address + ":" + port,
                    "-h",
                    directory.toString())
                .inheritIO()
                .start(),
            inTable(address, port));
    try {
      await()
          .atMost(ONE_MINUTE)
          .ignoreExceptions()
          .until(() -> {
            try (SocketChannel call = namespace.call(SocketChannel::open)) {
              return call.connect(new InetSocketAddress(address, port));
            }
          });
      return server;
    } catch (ConditionTimeoutException silent) {
      server.close();
      throw silent;
    }
  }

  /// Returns when nobody is connected to it any more. Those that were answered and closed do not
  /// count: nothing is owed to them.
  void awaitNobody() {
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() ->
            assertThat(Files.readAllLines(Path.of("/proc/" + process.pid() + "/net/tcp")))
                .noneMatch(this::isOfACaller));
  }

  /// As the kernel's table of connections has it: the bytes of the address from the last one on.
  private static String inTable(String address, int port) {
    String reversed =
        Stream.of(address.split("\\."))
            .map(part -> "%02X".formatted(Integer.parseInt(part)))
            .reduce("", (all, part) -> part + all);
    return "%s:%04X".formatted(reversed, port);
  }

  /// A line of the kernel's table has the local address second, the remote one third, the state
  /// fourth.
  private boolean isOfACaller(String line) {
    String[] columns = line.strip().split("\\s+");
    return columns[1].equals(local) && UNANSWERED.contains(columns[3]);
  }

  /// Ends it as an engine ends a container.
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
