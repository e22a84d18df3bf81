package io.troupe.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a run of the `troupe` command came to.
public record Cli(List<String> arguments, int exit, String out, String err) {
  /// Runs it against a server.
  public static Cli run(String server, String token, String input, String... arguments) {
    return run(Map.of("TROUPE_SERVER", server, "TROUPE_TOKEN", token), input, arguments);
  }

  /// Runs it in an environment.
  public static Cli run(Map<String, String> environment, String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("troupe-it", ".out");
      Path err = Files.createTempFile("troupe-it", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      } catch (IOException unread) {
        // a command may end without reading its input
      }
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      String said = Files.readString(out);
      String complained = Files.readString(err);
      Files.delete(out);
      Files.delete(err);
      assertThat(ended).as("%s has ended; it said %s %s", command, said, complained).isTrue();
      return new Cli(List.of(arguments), process.exitValue(), said, complained);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /// The output of a run that must have gone well.
  public String ok() {
    assertThat(exit).as("troupe %s said: %s%s", arguments, out, err).isZero();
    return out;
  }
}
