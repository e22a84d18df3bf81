package io.troupe.persistence.cassandra;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The files of an image that holds Cassandra and nothing else: a JDK's runtime, the shared
/// libraries it is linked with, Cassandra's jars and settings, and two lines of `/etc`. All of them
/// are this machine's.
final class CassandraRoot {
  static final String HOME = "/cassandra";
  static final int PORT = 9042;

  private static final int JMX_PORT = 7199;
  private static final int STORAGE_PORT = 7000;

  /// A line of ldd(1) that names a file: `libz.so.1 => /lib/libz.so.1 (0x…)`, or only the file.
  private static final Pattern LIBRARY = Pattern.compile("\\s(/\\S+) \\(0x");

  /// Loaded by name at run time, by jars' native code, so that ldd does not tell.
  private static final List<String> BESIDE_LIBC =
      List.of("libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2");

  /// What of a JDK a server never opens: sources, the compiler's signatures, and screens.
  private static final Set<String> LEFT_OUT = Set.of("src.zip", "ct.sym");

  private static final Pattern DESKTOP =
      Pattern.compile("lib(awt|atk|font|freetype|harfbuzz|splash|jsound|lcms|mlib|javajpeg).*");

  /// The `Dockerfile` of a context in which all of these are below `root`.
  private static final String RECIPE =
      """
      FROM scratch
      COPY root /
      WORKDIR /tmp
      WORKDIR %1$s
      EXPOSE %2$d
      ENTRYPOINT ["/jdk/bin/java", "@%1$s/conf/options"]
      """
          .formatted(HOME, PORT);

  private final SortedMap<String, Path> files = new TreeMap<>();
  private final SortedMap<String, String> texts = new TreeMap<>();

  private CassandraRoot() {}

  static CassandraRoot gather() {
    CassandraRoot root = new CassandraRoot();
    Path jdk = CassandraServer.jdk();
    try {
      root.addJdk(jdk);
      root.addSharedLibraries(jdk);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    for (Path jar : CassandraServer.libraries()) {
      root.files.put(HOME + "/lib/" + jar.getFileName(), jar);
    }
    root.addSettings();
    return root;
  }

  private void addJdk(Path jdk) throws IOException {
    files.put("/jdk/bin/java", jdk.resolve("bin/java"));
    for (String part : List.of("lib", "conf")) {
      try (Stream<Path> all = Files.walk(jdk.resolve(part))) {
        all.filter(Files::isRegularFile)
            .filter(file -> !LEFT_OUT.contains(file.getFileName().toString()))
            .filter(file -> !DESKTOP.matcher(file.getFileName().toString()).matches())
            .forEach(file -> files.put("/jdk/" + jdk.relativize(file), file));
      }
    }
  }

  private void addSharedLibraries(Path jdk) throws IOException {
    List<String> command = new ArrayList<>(List.of("ldd"));
    files.forEach((name, file) -> {
      if (name.endsWith(".so") || name.equals("/jdk/bin/java")) {
        command.add(file.toString());
      }
    });
    Process ldd =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Matcher line =
        LIBRARY.matcher(new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    while (line.find()) {
      Path library = Path.of(line.group(1));
      if (!library.startsWith(jdk)) {
        files.put(library.toString(), library);
      }
    }
    Path libc =
        files.values().stream()
            .filter(file -> file.endsWith("libc.so.6"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("ldd named no libc.so.6 for " + jdk));
    BESIDE_LIBC.stream()
        .map(libc::resolveSibling)
        .filter(Files::isRegularFile)
        .forEach(file -> files.put(file.toString(), file));
  }

  private void addSettings() {
    CassandraServer.Place place =
        new CassandraServer.Place(
            "127.0.0.1", "0.0.0.0", "127.0.0.1", "127.0.0.1", STORAGE_PORT, PORT);
    texts.put(HOME + "/conf/cassandra.yaml", CassandraServer.settings(HOME, place));
    texts.put(HOME + "/conf/logback.xml", CassandraServer.logging());
    List<String> options = new ArrayList<>(CassandraServer.options(HOME, JMX_PORT));
    options.addAll(List.of("-cp", HOME + "/conf:" + HOME + "/lib/*", CassandraServer.MAIN));
    texts.put(
        HOME + "/conf/options",
        options.stream().map(one -> '"' + one + '"').collect(Collectors.joining("\n")));
    texts.put("/etc/passwd", "root:x:0:0:root:/root:/bin/false\n");
    texts.put("/etc/nsswitch.conf", "hosts: files dns\n");
  }

  /// The context from which Docker builds it, as a tar; the same bytes for the same files.
  void writeContext(OutputStream to) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(to);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    writeText(tar, "Dockerfile", RECIPE);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      writeText(tar, "root" + text.getKey(), text.getValue());
    }
    for (Map.Entry<String, Path> file : files.entrySet()) {
      TarArchiveEntry entry = entry("root" + file.getKey(), Files.size(file.getValue()));
      entry.setMode(Files.isExecutable(file.getValue()) ? 0100755 : 0100644);
      tar.putArchiveEntry(entry);
      Files.copy(file.getValue(), tar);
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  private static void writeText(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tar.putArchiveEntry(entry(name, bytes.length));
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setModTime(0);
    return entry;
  }
}
