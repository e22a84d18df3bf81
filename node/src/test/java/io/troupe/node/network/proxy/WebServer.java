package io.troupe.node.network.proxy;

import static org.awaitility.Awaitility.await;

import io.troupe.netlink.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;

/// A process that serves a directory and closes each connection after its answer, as a container
/// would.
record WebServer(Process process) implements AutoCloseable {
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
                .start());
    try {
      await()
          .atMost(Duration.ofSeconds(20))
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
