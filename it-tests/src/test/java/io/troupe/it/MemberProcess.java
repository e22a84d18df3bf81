package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server or an agent as a process of its own.
final class MemberProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  private final Path data;
  private final Path console;
  private final List<String> arguments;

  /// Several agents run on this machine: each leaves its network alone unless told otherwise.
  private String javaOptions = "-Dtroupe.node.network.driver=none";

  private Process process;

  private MemberProcess(Path data, List<String> arguments) {
    this.data = data;
    this.console = data.resolveSibling(data.getFileName() + "-console.log");
    this.arguments = new ArrayList<>(arguments);
  }

  /// A control member that is reached at a port of this machine.
  static MemberProcess server(Path data, int port, String... more) {
    return serverAt("127.0.0.1:0", data, port, more);
  }

  /// The same with its API at an address that stays.
  static MemberProcess serverAt(String listen, Path data, int port, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("server", "--port", String.valueOf(port), "--data", "" + data));
    arguments.addAll(List.of("--listen", listen, "--name", "" + data.getFileName()));
    arguments.addAll(List.of(more));
    return new MemberProcess(data, arguments);
  }

  /// An agent of simulated containers.
  static MemberProcess agent(Path data, String seed, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("agent", "--seed", seed, "--runtime", "sim", "--data", "" + data));
    arguments.addAll(List.of("--name", "" + data.getFileName()));
    arguments.addAll(List.of(more));
    return new MemberProcess(data, arguments);
  }

  /// One with these arguments.
  static MemberProcess of(Path data, String... arguments) {
    return new MemberProcess(data, List.of(arguments));
  }

  /// Sets a property of its JVM, which overrides its configuration, from its next start on.
  MemberProcess set(String key, String value) {
    javaOptions += " -D" + key + "=" + value;
    return this;
  }

  /// Starts it and waits for nothing.
  MemberProcess launch() {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
    builder.environment().put("TROUPE_JAVA_OPTS", javaOptions);
    try {
      process = builder.start();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Starts it; returns when it does its work.
  MemberProcess start() {
    return launch().awaitReady();
  }

  /// Returns when it does its work.
  MemberProcess awaitReady() {
    Eventually.within(START, this::assertRuns, () -> assertThat(url()).isNotEmpty());
    return this;
  }

  /// Fails with what it said last when it has ended.
  void assertRuns() {
    assertRuns(process, said());
  }

  /// Fails with what a process said last when it has ended.
  static void assertRuns(Process process, String said) {
    if (!process.isAlive()) {
      List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
      String last = lines.isEmpty() ? "(nothing)" : lines.getLast();
      fail("%s ended with %d after it said: %s%n%s", process, process.exitValue(), last, said);
    }
  }

  /// Where it is reached, empty while it is not ready.
  private String url() throws IOException {
    JsonNode holder = Api.json(Files.readString(data.resolve("troupe.pid")));
    return holder.path("pid").asLong() == process.pid() ? holder.path("url").asText() : "";
  }

  Api api() {
    try {
      return new Api(url(), "");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /// Everything it has said on its console.
  String said() {
    try {
      return Files.readString(console);
    } catch (IOException nothing) {
      return "";
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Lets it stand still, or go on.
  void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + pid()).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /// Ends it as a power failure would.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Asks it to end.
  ///
  /// @return how long it took
  Duration stop() {
    long begun = System.nanoTime();
    process.destroy();
    awaitEnd();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  int awaitEnd() {
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("the process has ended").isTrue();
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      kill();
    }
  }
}
