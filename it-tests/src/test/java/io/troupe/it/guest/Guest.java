package io.troupe.it.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a command came to in the guest of `it-tests/guest/run`.
///
/// @param out as it came, byte by byte as ISO-8859-1 would read it
record Guest(int exit, String out, String err) {
  private static final Path LAUNCHER = Path.of("guest/run").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int CANNOT = 125;

  /// Skips the test where there can be no guest.
  static void require() {
    Guest check = start(LIMIT, List.of("-c"));
    assumeTrue(check.exit() == 0, check.err().strip());
  }

  /// Runs a command in a guest.
  ///
  /// @param shared a directory in which what the guest writes stays
  static Guest run(Path shared, List<String> command) {
    return limited(LIMIT, shared, command);
  }

  /// The same with a limit of time.
  static Guest limited(Duration limit, Path shared, List<String> command) {
    require();
    Guest guest = start(limit, words(limit, shared, command));
    assertThat(guest.exit()).as("the guest runs: %s", guest.err()).isNotEqualTo(CANNOT);
    return guest;
  }

  /// The launcher of a guest, of which nobody hears.
  static Process launch(Path shared, List<String> command) throws IOException {
    require();
    List<String> words = new ArrayList<>(List.of(LAUNCHER.toString()));
    words.addAll(words(LIMIT, shared, command));
    return new ProcessBuilder(words)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> words(Duration limit, Path shared, List<String> command) {
    List<String> words = new ArrayList<>(List.of("-w", shared.toString()));
    words.addAll(List.of("-t", Long.toString(limit.toSeconds()), "--"));
    words.addAll(command);
    return words;
  }

  private static Guest start(Duration limit, List<String> words) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(words);
    try {
      Path out = Files.createTempFile("troupe-guest", ".out");
      Path err = Files.createTempFile("troupe-guest", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(limit.toSeconds() + 30, TimeUnit.SECONDS);
      if (!ended) {
        process.destroy();
      }
      assertThat(ended).as("%s has ended", command).isTrue();
      Guest guest =
          new Guest(
              process.exitValue(),
              new String(Files.readAllBytes(out), ISO_8859_1),
              Files.readString(err, UTF_8));
      Files.delete(out);
      Files.delete(err);
      return guest;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
