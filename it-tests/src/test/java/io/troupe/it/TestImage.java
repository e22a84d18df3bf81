package io.troupe.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.node.docker.DockerConnection;
import io.troupe.node.docker.DockerImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The images of the tests, made from this machine's static busybox without any registry: a shell
/// with a few applets, and `/run`, which ends at once when it is told to stop.
public final class TestImage {
  public static final String ONE = "troupe/it:1";
  public static final String TWO = "troupe/it:2";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String RUN =
      """
      #!/bin/busybox sh
      trap 'exit 0' TERM INT
      sleep 1000000 &
      wait
      """;

  private TestImage() {}

  public static synchronized void ensure(String host) {
    try (DockerConnection connection = new DockerConnection(host)) {
      DockerImages images = new DockerImages(connection);
      for (String image : List.of(ONE, TWO)) {
        if (!images.present(image)) {
          assumeTrue(
              Files.isExecutable(BUSYBOX), "needs a static /bin/busybox (package busybox-static)");
          images.load(image, root());
        }
      }
    }
  }

  private static byte[] root() {
    try {
      Path root = Files.createTempDirectory("troupe-it-image");
      Path bin = Files.createDirectories(root.resolve("bin"));
      Files.createDirectories(root.resolve("tmp"));
      Files.copy(BUSYBOX, bin.resolve("busybox"));
      for (String applet : new String[] {"sh", "sleep", "cat", "id", "echo"}) {
        Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
      }
      Path run = Files.writeString(root.resolve("run"), RUN);
      Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
      Process tar =
          new ProcessBuilder("tar", "--owner=0", "--group=0", "-C", root.toString(), "-c", ".")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      byte[] bytes = tar.getInputStream().readAllBytes();
      new ProcessBuilder("rm", "-r", root.toString()).start();
      return bytes;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
