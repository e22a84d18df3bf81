package io.troupe.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A run of the `troupe` command that goes on until it is closed.
final class Following implements AutoCloseable {
  private final Process process;
  private final Path out;

  private Following(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  static Following of(TroupeProcess troupe, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("troupe-it", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
      builder.environment().put("TROUPE_SERVER", troupe.api().url());
      return new Following(builder.start(), out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// What it has said so far.
  String said() {
    try {
      return Files.readString(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.delete(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
