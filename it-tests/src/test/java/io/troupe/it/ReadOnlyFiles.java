package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files that nobody can write to for a while, not even who has them open already: they are made
/// immutable (`chattr +i`).
final class ReadOnlyFiles implements AutoCloseable {
  private final List<String> paths;

  private ReadOnlyFiles(List<String> paths) {
    this.paths = paths;
  }

  /// Makes them so. Where that cannot be done the test is skipped.
  static ReadOnlyFiles of(Path... files) {
    List<String> paths = Arrays.stream(files).map(Path::toString).toList();
    boolean immutable = chattr("+i", paths) == 0;
    if (!immutable) {
      chattr("-i", paths);
    }
    assumeTrue(immutable, "needs root and a file system with immutable files (ext4)");
    return new ReadOnlyFiles(paths);
  }

  private static int chattr(String mode, List<String> paths) {
    List<String> command = new ArrayList<>(List.of("chattr", mode));
    command.addAll(paths);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException impossible) {
      throw new UncheckedIOException(command.toString(), impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    assertThat(chattr("-i", paths)).isZero();
  }
}
