package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A file system of a few megabytes of its own, which can be filled up.
final class TmpFs implements AutoCloseable {
  private final Path path;

  private TmpFs(Path path) {
    this.path = path;
  }

  /// Mounts one. Where that is not allowed the test is skipped.
  static TmpFs mount(Path path, int megabytes) {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount a tmpfs");
    try {
      Files.createDirectories(path);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String size = "size=" + megabytes + "m";
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", size, "tmpfs", path.toString()) == 0,
        "needs the right to mount a tmpfs");
    return new TmpFs(path);
  }

  Path path() {
    return path;
  }

  private Path filler() {
    return path.resolve("filler");
  }

  /// Takes all the room that is left.
  void fill() {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  /// Gives it back.
  void free() {
    try {
      Files.delete(filler());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException impossible) {
      throw new UncheckedIOException(Arrays.toString(command), impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    assertThat(run("umount", path.toString())).as("umount %s", path).isZero();
  }
}
