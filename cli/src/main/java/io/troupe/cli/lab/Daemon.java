package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A process that stays on a host, such as its Docker Engine. Its number, in the host's own
/// counting, is in a file of the lab.
///
/// @param directory of the host in the lab's directory
public record Daemon(LabHost host, Path directory, String name) {
  private static final Duration START = Duration.ofSeconds(10);

  private Path pidFile() {
    return directory.resolve(name + ".pid");
  }

  /// What it says.
  public Path log() {
    return directory.resolve(name + ".log");
  }

  /// Its number on the host, when it runs.
  public Optional<Long> pid() {
    try {
      long pid = Long.parseLong(Files.readString(pidFile()).strip());
      return host.first().alive() && running(pid) ? Optional.of(pid) : Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private boolean running(long pid) {
    String state = state(pid);
    return !state.isEmpty() && !state.equals("Z") && !state.equals("X");
  }

  private String state(long pid) {
    return Held.state(host.file("/proc/" + pid));
  }

  /// What it does, in a word.
  public String condition() {
    return pid().map(pid -> state(pid).equals("T") ? "stopped" : "running").orElse("gone");
  }

  void start(Scripts scripts, Map<String, String> environment, List<String> command) {
    try {
      Files.deleteIfExists(pidFile());
      ProcessBuilder builder =
          new ProcessBuilder(host.command(scripts.daemon(pidFile(), log(), command)))
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.environment().remove("DOCKER_HOST");
      builder.start();
    } catch (IOException impossible) {
      throw Failure.failed("cannot start " + name + ": " + impossible.getMessage());
    }
    await(START, () -> Files.exists(pidFile()), "started");
  }

  /// Returns when something is so.
  ///
  /// @param words what it then is
  void await(Duration patience, BooleanSupplier so, String words) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!so.getAsBoolean()) {
      boolean ended = Files.exists(pidFile()) && pid().isEmpty();
      if (ended || System.nanoTime() > deadline) {
        throw Failure.failed(
            name
                + " on "
                + host.name()
                + (ended ? " ended before it was " : " is not ")
                + words
                + (ended ? "" : " after " + patience.toSeconds() + " s")
                + "; "
                + log()
                + " ends with:\n"
                + lastWords());
      }
      Held.pause();
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    } catch (IOException none) {
      return "(nothing)";
    }
  }

  /// Sends it a signal.
  ///
  /// @param signal as `KILL`
  public void signal(String signal) {
    long pid =
        pid()
            .orElseThrow(() ->
                Failure.failed(
                    name + " does not run on " + host.name() + "; see `troupe lab status`"));
    List<String> kill = List.of("sh", "-c", "kill -" + signal + " " + pid);
    try {
      Process process = new ProcessBuilder(host.command(kill)).redirectErrorStream(true).start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw Failure.failed("cannot signal " + name + " on " + host.name() + ": " + said.strip());
      }
    } catch (IOException impossible) {
      throw Failure.failed("cannot signal " + name + ": " + impossible.getMessage());
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }

  /// Ends it as a power failure would, and returns when it is gone.
  public void kill() {
    signal("KILL");
    gone(START);
  }

  /// Asks it to end, and returns when it has.
  public void terminate(Duration patience) {
    signal("TERM");
    gone(patience);
  }

  private void gone(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (pid().isPresent()) {
      if (System.nanoTime() > deadline) {
        throw Failure.failed(name + " on " + host.name() + " does not end; see " + log());
      }
      Held.pause();
    }
  }
}
