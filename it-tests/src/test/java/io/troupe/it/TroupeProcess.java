package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A platform as a process of its own, which can be killed at any moment and started again on the
/// same data. Its node has a name that no other platform has, so its containers can be told from
/// those of others on the same Docker Engine.
final class TroupeProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  private final Path data;
  private final Path console;
  private final String runtime;
  private final String node = "it-" + HexFormat.of().toHexDigits(random());

  /// Several platforms run on this machine: each leaves its network alone unless told otherwise.
  private final List<String> settings =
      new ArrayList<>(List.of("-Dtroupe.node.network.driver=none"));

  private String token = "";
  private Process process;
  private Api api;

  private TroupeProcess(Path data, String runtime) {
    this.data = data;
    this.console = data.resolveSibling(data.getFileName() + "-console.log");
    this.runtime = runtime;
    set("troupe.node.name", node);
  }

  private static int random() {
    return ThreadLocalRandom.current().nextInt();
  }

  /// One that runs real containers.
  static TroupeProcess docker(Path data, Docker docker) {
    TroupeProcess troupe = new TroupeProcess(data, "docker");
    return troupe.set("troupe.node.docker-host", docker.host());
  }

  /// One whose containers only exist in memory.
  static TroupeProcess simulated(Path data) {
    return new TroupeProcess(data, "sim");
  }

  /// Overrides a value of its configuration.
  TroupeProcess set(String key, String value) {
    settings.add("-D" + key + "=" + value);
    return this;
  }

  TroupeProcess withToken(String secret) {
    this.token = secret;
    return this;
  }

  /// Starts it; returns when it takes commands.
  TroupeProcess start() {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Distribution.command().toString(), "dev", "--listen", "127.0.0.1:0"));
    command.addAll(List.of("--data", data.toString(), "--runtime", runtime));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
    builder.environment().put("TROUPE_JAVA_OPTS", String.join(" ", settings));
    if (!token.isEmpty()) {
      builder.environment().put("TROUPE_TOKEN", token);
    }
    try {
      process = builder.start();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    Eventually.within(
        START,
        () -> MemberProcess.assertRuns(process, said()),
        () -> {
          JsonNode holder = Api.json(Files.readString(data.resolve("troupe.pid")));
          assertThat(holder.path("pid").asLong()).isEqualTo(process.pid());
          assertThat(holder.path("url").asText()).isNotEmpty();
          api = new Api(holder.path("url").asText(), token);
          assertThat(api.get("/v2/health/ready").status()).isEqualTo(200);
        });
    return this;
  }

  private String said() {
    try {
      return Files.readString(console);
    } catch (IOException nothing) {
      return "(without a word)";
    }
  }

  /// Ends it as a power failure would.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process has ended").isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Api api() {
    return api;
  }

  String node() {
    return node;
  }

  Path data() {
    return data;
  }

  /// Runs the command line against it.
  Cli cli(String... arguments) {
    return Cli.run(api.url(), token, "", arguments);
  }

  /// Runs the command line against it with a standard input.
  Cli cliWith(String input, String... arguments) {
    return Cli.run(api.url(), token, input, arguments);
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      kill();
    }
  }
}
