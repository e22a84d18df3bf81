package io.troupe.node.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.node.container.RuntimeFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// The Docker Engine of this machine, for tests that need a real one, with an image made from the
/// machine's own static busybox.
public final class TestDocker {
  /// An image that has a shell.
  public static final String IMAGE = "troupe/test-busybox:1";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final List<String> APPLETS =
      List.of(
          "sh", "sleep", "echo", "cat", "id", "env", "httpd", "nslookup", "wget", "touch", "ls");

  private TestDocker() {}

  /// A connection; without an engine or busybox the test is skipped.
  public static DockerConnection require() {
    DockerConnection docker = new DockerConnection("");
    try {
      docker.call(client -> client.versionCmd().exec());
    } catch (RuntimeFailure e) {
      assumeTrue(false, "needs a Docker Engine: " + e.text());
    }
    assumeTrue(Files.isExecutable(BUSYBOX), "needs a static /bin/busybox (package busybox-static)");
    if (!new DockerImages(docker).present(IMAGE)) {
      new DockerImages(docker).load(IMAGE, rootFileSystem(""));
    }
    return docker;
  }

  /// A busybox as a layer.
  ///
  /// @param mark what `/mark` says, so that the layer differs from others; empty for no such file
  static byte[] rootFileSystem(String mark) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      byte[] busybox = Files.readAllBytes(BUSYBOX);
      tar.putArchiveEntry(new TarArchiveEntry("bin/"));
      tar.closeArchiveEntry();
      tar.putArchiveEntry(new TarArchiveEntry("tmp/"));
      tar.closeArchiveEntry();
      TarArchiveEntry program = new TarArchiveEntry("bin/busybox");
      program.setSize(busybox.length);
      program.setMode(0100755);
      tar.putArchiveEntry(program);
      tar.write(busybox);
      tar.closeArchiveEntry();
      for (String applet : APPLETS) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      if (!mark.isEmpty()) {
        byte[] text = mark.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry("mark");
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
