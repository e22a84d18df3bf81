package io.troupe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// The processor time of this process by group of threads, as `/proc/self/task` has it: the
/// kernel's name of a thread without its number. The JVM shortens long names to their first seven
/// and last six characters.
record ThreadTimes(Map<String, Long> ticks) {
  static final int TICKS_PER_SECOND = 100;

  static ThreadTimes now() {
    Map<String, Long> ticks = new TreeMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      tasks.forEach(task -> add(ticks, task));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new ThreadTimes(ticks);
  }

  private static void add(Map<String, Long> ticks, Path task) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      int close = stat.lastIndexOf(')');
      String name = group(stat.substring(stat.indexOf('(') + 1, close));
      String[] fields = stat.substring(close + 2).split(" ", -1);
      ticks.merge(name, Long.parseLong(fields[11]) + Long.parseLong(fields[12]), Long::sum);
    } catch (NoSuchFileException ended) {
      // a thread that has ended meanwhile
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
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
    if (name.matches("troupe-\\.\\.writer.*")) {
      return "journal writer";
    }
    if (name.matches("troupe-\\.\\..*r-\\d+")) {
      return "actors";
    }
    return name.replaceAll("[\\d#-]+$", "");
  }

  /// Seconds of processor time since an earlier reading, the largest first.
  Map<String, Double> since(ThreadTimes earlier) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    ticks.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue() - earlier.ticks.getOrDefault(e.getKey(), 0L)))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(e -> seconds.put(e.getKey(), (double) e.getValue() / TICKS_PER_SECOND));
    return seconds;
  }
}
