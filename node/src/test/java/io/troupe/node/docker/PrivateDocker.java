package io.troupe.node.docker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.container.RuntimeFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Docker Engine of a test's own: in a network namespace, with all its files below a directory
/// and its mounts seen by nobody else.
public final class PrivateDocker implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofMinutes(1);

  private final Process daemon;
  private final DockerConnection connection;

  private PrivateDocker(Process daemon, DockerConnection connection) {
    this.daemon = daemon;
    this.connection = connection;
  }

  /// Starts one that has {@link TestDocker#IMAGE}; the test is skipped where that cannot be.
  public static PrivateDocker start(NetworkNamespace namespace, Path directory) {
    for (String tool : List.of("dockerd", "containerd", "unshare", "iptables")) {
      assumeTrue(isInstalled(tool), tool + " is not installed");
    }
    assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "needs a static /bin/busybox");
    Path log = directory.resolve("dockerd.log");
    PrivateDocker docker =
        new PrivateDocker(
            daemon(namespace, directory, log), new DockerConnection("unix://" + socket(directory)));
    try {
      await().atMost(START).until(() -> docker.answers() || !docker.daemon.isAlive());
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      docker.close();
      return abort("no Docker Engine starts here: " + tail(log));
    }
    if (!docker.daemon.isAlive()) {
      docker.close();
      return abort("no Docker Engine starts here: " + tail(log));
    }
    new DockerImages(docker.connection).load(TestDocker.IMAGE, TestDocker.rootFileSystem(""));
    return docker;
  }

  private static Process daemon(NetworkNamespace namespace, Path directory, Path log) {
    List<String> words =
        List.of(
            "unshare",
            "--mount",
            "dockerd",
            "--host=unix://" + socket(directory),
            "--data-root=" + directory.resolve("data"),
            "--exec-root=" + directory.resolve("run"),
            "--pidfile=" + directory.resolve("pid"),
            "--config-file=" + directory.resolve("daemon.json"),
            "--storage-driver=vfs",
            "--exec-opt=native.cgroupdriver=cgroupfs");
    try {
      Files.writeString(directory.resolve("daemon.json"), "{}");
      File output = log.toFile();
      return namespace.call(
          () -> new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path socket(Path directory) {
    return directory.resolve("s");
  }

  private static boolean isInstalled(String tool) {
    return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private boolean answers() {
    try {
      connection.call(client -> client.versionCmd().exec());
      return true;
    } catch (RuntimeFailure e) {
      return false;
    }
  }

  public DockerConnection connection() {
    return connection;
  }

  /// Makes a network as a user would.
  public void createNetwork(String name) {
    connection.run(client -> client.createNetworkCmd().withName(name).exec());
  }

  /// The first process of a container.
  public long pid(String container) {
    return connection.call(
        client -> client.inspectContainerCmd(container).exec().getState().getPidLong());
  }

  @Override
  public void close() {
    connection.close();
    daemon.destroy();
    try {
      if (!daemon.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        daemon.destroyForcibly();
      }
    } catch (InterruptedException e) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
