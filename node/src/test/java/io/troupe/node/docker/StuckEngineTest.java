package io.troupe.node.docker;

import static java.net.StandardProtocolFamily.UNIX;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.node.container.RuntimeFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine that takes connections, as its socket does, and never answers.
class StuckEngineTest {
  @Test
  void callersOverTcpAreToldThatItDoesNotAnswer() throws IOException {
    try (ServerSocket engine = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertTold("tcp://127.0.0.1:" + engine.getLocalPort());
    }
  }

  @Test
  void callersOverItsSocketAreToldThatItDoesNotAnswer(@TempDir Path directory) throws IOException {
    Path socket = directory.resolve("engine.sock");
    try (ServerSocketChannel engine =
        ServerSocketChannel.open(UNIX).bind(UnixDomainSocketAddress.of(socket))) {
      assertTold("unix://" + socket);
    }
  }

  private static void assertTold(String host) {
    try (DockerContainers containers =
        new DockerContainers(new DockerConnection(host, Duration.ofSeconds(1)))) {
      assertThatExceptionOfType(RuntimeFailure.class)
          .isThrownBy(() -> containers.find("any"))
          .withMessageContaining(host + " does not answer: no answer within 1 s")
          .matches(failure -> failure.reason() == RuntimeFailure.Reason.UNREACHABLE);
      assertThatExceptionOfType(RuntimeFailure.class)
          .isThrownBy(() -> containers.remove("any"))
          .matches(failure -> failure.reason() == RuntimeFailure.Reason.UNREACHABLE);
    }
  }
}
