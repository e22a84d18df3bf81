package io.troupe.simulator.planted;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Puts a patch into a copy of the sources it touches, compiles those, and lets the simulator loose
/// on the product that has them.
public final class Planting {
  private static final String OURS = "io.troupe.";

  private final Path root;

  /// What became of a planted bug.
  ///
  /// @param seeds how many it took
  /// @param invariant that was broken; empty when none was
  public record Finding(Patch patch, long seeds, String invariant, String message) {
    /// Whether an invariant has found it that is said to.
    public boolean found() {
      return patch.invariants().contains(invariant);
    }
  }

  /// @param root of the project's sources
  public Planting(Path root) {
    this.root = root;
  }

  /// The project that the present directory lies in.
  public static Planting here() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isDirectory(directory.resolve("simulator/planted"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException(
          "no directory simulator/planted here or above; run this inside the project's sources");
    }
    return new Planting(directory);
  }

  /// All planted bugs, in the order of their names.
  public List<Patch> patches() {
    try (Stream<Path> files = Files.list(root.resolve("simulator/planted"))) {
      return files
          .filter(file -> file.toString().endsWith(".patch"))
          .sorted(Comparator.comparing(Path::toString))
          .map(file -> Patch.read(name(file), text(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".patch", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Looks for a planted bug.
  ///
  /// @param from the first seed to try
  /// @param seeds how many to try at the most
  public Finding look(Patch patch, long from, long seeds) {
    try {
      Path directory = Files.createTempDirectory("planted");
      try {
        compile(patch, directory);
        return probe(patch, directory, from, seeds);
      } finally {
        remove(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Patch patch, Path directory) throws IOException {
    Map<String, String> patched = patch.apply(file -> text(root.resolve(file)));
    List<Path> sources = new ArrayList<>();
    for (Map.Entry<String, String> entry : patched.entrySet()) {
      Path copy = directory.resolve("sources").resolve(entry.getKey().replaceFirst(".*/java/", ""));
      Files.createDirectories(copy.resolve("..").normalize());
      Files.writeString(copy, entry.getValue());
      sources.add(copy);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-nowarn",
                      "-parameters",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      directory.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!done) {
        throw new IllegalStateException(patch.name() + " does not compile any more: " + said);
      }
    }
  }

  private static Finding probe(Patch patch, Path directory, long from, long seeds)
      throws IOException {
    List<URL> path = new ArrayList<>();
    path.add(directory.toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(url(entry));
    }
    try (Infected loader = new Infected(path.toArray(URL[]::new))) {
      Object result =
          loader
              .loadClass(Probe.class.getName())
              .getMethod("firstBroken", long.class, long.class)
              .invoke(null, from, seeds);
      if (result == null) {
        return new Finding(patch, seeds, "", "");
      }
      String[] parts = result.toString().split("\\|", 3);
      return new Finding(patch, Long.parseLong(parts[0]) - from + 1, parts[1], parts[2]);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(patch.name() + " cannot be tried", e);
    }
  }

  private static URL url(String entry) throws MalformedURLException {
    return new File(entry).toURI().toURL();
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// Loads the product's classes itself, the patched ones first, and takes all others from whoever
  /// runs it.
  private static final class Infected extends URLClassLoader {
    Infected(URL[] path) {
      super(path, Planting.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        @Nullable Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }
  }
}
