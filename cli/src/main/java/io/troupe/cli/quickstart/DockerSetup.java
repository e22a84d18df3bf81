package io.troupe.cli.quickstart;

import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Sees to it that a Docker Engine answers: starts the one that is installed, installs one where
/// that is allowed, and otherwise says what the user must do.
final class DockerSetup {
  private static final Path LOG = Path.of("/var/log/troupe-dockerd.log");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Terminal terminal;
  private final Engine engine;

  DockerSetup(Terminal terminal, Engine engine) {
    this.terminal = terminal;
    this.engine = engine;
  }

  /// Returns when the engine answers and busybox is there.
  void ensure() {
    Optional<String> trouble = engine.trouble();
    List<String> missing = new ArrayList<>();
    if (trouble.isPresent() && !isInstalled("dockerd")) {
      missing.add("docker.io");
    }
    if (!HelloImage.hasBusybox()) {
      missing.add("busybox-static");
    }
    if (!mayInstall() && (trouble.isPresent() || !missing.isEmpty())) {
      throw byHand(trouble, missing);
    }
    if (!missing.isEmpty()) {
      install(missing);
    }
    if (trouble.isPresent()) {
      start();
    }
  }

  private boolean mayInstall() {
    return System.getProperty("user.name", "").equals("root")
        && Files.exists(Path.of("/etc/debian_version"))
        && terminal.variable("DOCKER_HOST").isEmpty();
  }

  private Failure byHand(Optional<String> trouble, List<String> missing) {
    StringBuilder text = new StringBuilder();
    trouble.ifPresent(why ->
        text.append("no Docker Engine answers at ")
            .append(engine.address())
            .append(" (")
            .append(why)
            .append(").\n"));
    if (!missing.isEmpty()) {
      text.append("Install what is missing: sudo apt-get install ")
          .append(String.join(" ", missing))
          .append("\n");
    }
    if (trouble.isPresent()) {
      text.append("Start it: sudo systemctl start docker\n");
      text.append("Be allowed to use it: sudo usermod -aG docker $USER, and log in again.\n");
    }
    return Failure.failed(
        text + "Then run this again, or run it as root, which does all of that by itself.");
  }

  private static boolean isInstalled(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Arrays.stream(path.split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private void install(List<String> packages) {
    terminal.line("Installing " + String.join(" and ", packages) + " ...");
    List<String> command = new ArrayList<>(List.of("apt-get", "install", "-y", "-q"));
    command.add("--no-install-recommends");
    command.addAll(packages);
    if (packages.contains("docker.io")) {
      command.add("iptables");
    }
    if (run(command) != 0) {
      run(List.of("apt-get", "update", "-q"));
      if (run(command) != 0) {
        throw Failure.failed(
            "`" + String.join(" ", command) + "` failed; what it said is in " + LOG);
      }
    }
  }

  /// Starts the engine by the machine's own means where it has some, else by itself.
  private void start() {
    terminal.line("Starting the Docker Engine ...");
    boolean managed = Files.isDirectory(Path.of("/run/systemd/system"));
    if (managed) {
      run(List.of("systemctl", "start", "docker"));
    } else if (Files.isExecutable(Path.of("/etc/init.d/docker"))) {
      run(List.of("service", "docker", "start"));
    }
    if (answersWithin(managed ? PATIENCE : Duration.ofSeconds(5))) {
      return;
    }
    Process dockerd = background();
    if (!answersWithin(PATIENCE)) {
      throw Failure.failed(
          "the Docker Engine does not answer (process "
              + dockerd.pid()
              + "); what it said is in "
              + LOG
              + ". Containers need rights that this machine may withhold");
    }
    terminal.line(
        "The Docker Engine runs as process " + dockerd.pid() + ", its log is " + LOG + ".");
  }

  private static Process background() {
    try {
      return new ProcessBuilder("setsid", "dockerd")
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
          .redirectErrorStream(true)
          .start();
    } catch (IOException impossible) {
      throw Failure.failed("cannot start dockerd: " + impossible.getMessage());
    }
  }

  private static int run(List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
              .redirectErrorStream(true);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      return builder.start().waitFor();
    } catch (IOException impossible) {
      return -1;
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }

  private boolean answersWithin(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (engine.trouble().isPresent()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException interrupted) {
        throw Failure.failed("interrupted");
      }
    }
    return true;
  }
}
