package io.troupe.cli.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The demo's image: a static busybox and one script, made here so that no registry is needed. It
/// serves one page that says who answers.
public final class HelloImage {
  static final String NAME = "troupe/hello";
  static final String TAG = "1";

  private static final List<Path> BUSYBOX =
      List.of(Path.of("/usr/bin/busybox"), Path.of("/bin/busybox"));

  private static final String SCRIPT =
      """
      #!/bin/busybox sh
      # Serves a page that says who answers, until told to stop.
      trap 'exit 0' TERM INT
      mkdir -p /www
      echo "${GREETING:-Hello} from $(hostname), version ${VERSION:-1}" > /www/index.html
      echo "serving on port ${PORT:-8080}"
      httpd -f -v -p "${PORT:-8080}" -h /www &
      wait
      """;

  private HelloImage() {}

  /// Whether busybox is here, and able to run on its own.
  public static boolean hasBusybox() {
    return BUSYBOX.stream().anyMatch(HelloImage::isStatic);
  }

  /// Makes the image, unless the engine has it.
  static void ensure(Engine engine, Terminal terminal) {
    if (!engine.has(NAME + ":" + TAG)) {
      terminal.line("Making the image " + NAME + ":" + TAG + " ...");
      ensure(engine);
    }
  }

  /// The same without a word.
  public static void ensure(Engine engine) {
    if (engine.has(NAME + ":" + TAG)) {
      return;
    }
    engine.importImage(NAME, TAG, tar(), "CMD [\"/hello\"]", "EXPOSE 8080", "ENV PATH=/bin");
  }

  private static byte[] tar() {
    Path busybox =
        BUSYBOX.stream()
            .filter(HelloImage::isStatic)
            .findFirst()
            .orElseThrow(() -> Failure.failed("busybox-static is not installed"));
    try {
      Path root = Files.createTempDirectory("troupe-hello");
      try {
        fill(root, busybox);
        return pack(root);
      } finally {
        remove(root);
      }
    } catch (IOException impossible) {
      throw Failure.failed("cannot make the image's files: " + impossible.getMessage());
    }
  }

  private static void fill(Path root, Path busybox) throws IOException {
    Path bin = Files.createDirectory(root.resolve("bin"));
    Files.copy(busybox, bin.resolve("busybox"));
    for (String applet :
        List.of("sh", "httpd", "mkdir", "hostname", "cat", "ls", "sleep", "wget")) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    Path script = Files.writeString(root.resolve("hello"), SCRIPT);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path scratch = Files.createDirectory(root.resolve("tmp"));
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path www = Files.createDirectory(root.resolve("www"));
    Files.setPosixFilePermissions(www, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static byte[] pack(Path root) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "--owner=0", "--group=0", "-C", root.toString(), "-cf", "-", ".")
            .start();
    byte[] bytes = tar.getInputStream().readAllBytes();
    String said = new String(tar.getErrorStream().readAllBytes(), UTF_8).strip();
    if (!said.isEmpty() || bytes.length == 0) {
      throw new IOException("tar: " + said);
    }
    return bytes;
  }

  private static void remove(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Whether a program is an ELF file for 64 bits that names no interpreter, and so needs no
  /// library.
  private static boolean isStatic(Path program) {
    if (!Files.isReadable(program)) {
      return false;
    }
    try {
      return Elf.of(Files.readAllBytes(program)).isStatic();
    } catch (IOException unreadable) {
      return false;
    }
  }
}
