package io.troupe.cli.platform;

import io.troupe.cli.platform.DataDirectory.Holder;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The platform as a process of its own, away from the terminal.
public final class Background {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);

  private Background() {}

  /// Starts the platform in the background, and returns when it is ready. One that runs already on
  /// the same directory is taken as it is.
  public static Holder start(Terminal terminal, DevOptions options) {
    DataDirectory data = options.data(terminal);
    Optional<Holder> running = data.holder();
    if (running.isPresent()) {
      return awaitReady(data, running.get().pid());
    }
    data.create();
    data.leave();
    Process process = launch(data, arguments(terminal, options), options.token(terminal));
    return awaitReady(data, process.pid());
  }

  private static List<String> arguments(Terminal terminal, DevOptions options) {
    List<String> arguments = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // away from the terminal's process group, so that Ctrl-C does not reach it
      arguments.add("/usr/bin/setsid");
    }
    arguments.add(home().resolve("bin/troupe").toString());
    arguments.addAll(
        List.of("dev", "--listen", options.listen, "--runtime", options.runtime, "--data"));
    arguments.add(options.data(terminal).path().toString());
    return arguments;
  }

  /// Where the distribution is.
  public static Path home() {
    String home = System.getProperty("troupe.home", "");
    if (home.isEmpty()) {
      throw Failure.failed("this needs the whole distribution: run it by its launcher, ./troupe");
    }
    return Path.of(home);
  }

  private static Process launch(DataDirectory data, List<String> arguments, String token) {
    ProcessBuilder builder =
        new ProcessBuilder(arguments)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(data.console().toFile())
            .redirectErrorStream(true);
    if (!token.isEmpty()) {
      // by environment: arguments are for everyone to see
      builder.environment().put("TROUPE_TOKEN", token);
    }
    try {
      return builder.start();
    } catch (IOException impossible) {
      throw Failure.failed("cannot start " + arguments + ": " + impossible.getMessage());
    }
  }

  private static Holder awaitReady(DataDirectory data, long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow(() -> Failure.failed(ended(data)));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Holder> holder = data.read().filter(Holder::isReady);
      if (holder.isPresent()) {
        return holder.get();
      }
      if (!process.isAlive()) {
        throw Failure.failed(ended(data));
      }
      pause();
    }
    throw new Failure(
        Exit.TIMEOUT,
        "Troupe (process "
            + pid
            + ") is not ready after "
            + PATIENCE.toSeconds()
            + " s; see "
            + data.log());
  }

  private static String ended(DataDirectory data) {
    try {
      String said = Files.readString(data.console()).strip();
      return "Troupe ended before it was ready" + (said.isEmpty() ? "" : ":\n" + said);
    } catch (IOException unreadable) {
      return "Troupe ended before it was ready; see " + data.log();
    }
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }
}
