package io.troupe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// The processor time of this process by group of threads, in nanoseconds, as `/proc/self/task` has
/// it: the kernel's name of a thread without its number. The kernel keeps the first fifteen
/// characters.
record ThreadTimes(Map<String, Long> nanos) {
  static ThreadTimes now() {
    Map<String, Long> nanos = new TreeMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      tasks.forEach(task -> add(nanos, task));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new ThreadTimes(nanos);
  }

  private static void add(Map<String, Long> nanos, Path task) {
    try {
      String name = group(Files.readString(task.resolve("comm")).strip());
      String used = Files.readString(task.resolve("schedstat"));
      nanos.merge(name, Long.parseLong(used.substring(0, used.indexOf(' '))), Long::sum);
    } catch (IOException ended) {
      // a thread that has ended meanwhile
    }
  }

  private static String group(String name) {
    if (name.matches("G1.*|GC Thread.*|VM Thread")) {
      return "garbage collection";
    }
    if (name.matches("C[12] Compiler.*")) {
      return "compiler";
    }
    if (name.startsWith("ForkJoinPool")) {
      return "virtual threads (view, readers)";
    }
    if (name.startsWith("troupe-akka.act")) {
      return "actors";
    }
    if (name.startsWith("troupe-journal")) {
      return "journal writer";
    }
    if (name.startsWith("troupe-schedule")) {
      return "timers";
    }
    return name.replaceAll("[\\d#-]+$", "");
  }

  double total(ThreadTimes earlier) {
    return since(earlier).values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /// Seconds of processor time since an earlier reading, the largest first.
  Map<String, Double> since(ThreadTimes earlier) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    nanos.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue() - earlier.nanos.getOrDefault(e.getKey(), 0L)))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(e -> seconds.put(e.getKey(), e.getValue() / 1e9));
    return seconds;
  }
}
