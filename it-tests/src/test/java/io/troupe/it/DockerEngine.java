package io.troupe.it;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/// Finds a Docker Engine to test with: that of `DOCKER_HOST`, that of the machine, or one of its
/// own in a temporary directory, which ends with the tests.
final class DockerEngine {
  private static final String USUAL = "unix:///var/run/docker.sock";
  private static final Duration START = Duration.ofMinutes(2);

  private static Optional<String> found = Optional.empty();

  private DockerEngine() {}

  /// Where it listens. Where there is none and none can be started the test is skipped.
  static synchronized String require() {
    if (found.isEmpty()) {
      String ambient = System.getenv().getOrDefault("DOCKER_HOST", "");
      if (!ambient.isEmpty()) {
        found = Optional.of(ambient);
      } else {
        found = Optional.of(answers(USUAL) ? USUAL : startOwn());
      }
    }
    return found.get();
  }

  private static boolean answers(String address) {
    Path socket = Path.of(address.substring("unix://".length()));
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException silent) {
      return false;
    }
  }

  private static String startOwn() {
    Path dockerd =
        Stream.of("/usr/sbin/dockerd", "/usr/bin/dockerd", "/usr/local/bin/dockerd")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElseGet(() -> abort("needs Docker: none answers at " + USUAL + ", none installed"));
    if (!"root".equals(System.getProperty("user.name"))) {
      return abort("needs Docker: none answers at " + USUAL + ", and only root may start one");
    }
    try {
      Path home = Files.createTempDirectory("troupe-it-docker");
      String address = "unix://" + home.resolve("docker.sock");
      Process process =
          new ProcessBuilder(
                  dockerd.toString(),
                  "--host=" + address,
                  "--data-root=" + home.resolve("data"),
                  "--exec-root=" + home.resolve("exec"),
                  "--pidfile=" + home.resolve("pid"))
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      Eventually.within(START).until(() -> answers(address) || !process.isAlive());
      return process.isAlive()
          ? address
          : abort("needs Docker: dockerd does not start here; see " + home.resolve("log"));
    } catch (ConditionTimeoutException late) {
      return abort("needs Docker: dockerd does not answer within " + START);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
