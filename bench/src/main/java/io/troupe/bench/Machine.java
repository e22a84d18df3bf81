package io.troupe.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The machine a figure was seen on.
final class Machine {
  private Machine() {}

  static void print() {
    try {
      String model =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("model name"))
              .findFirst()
              .map(line -> line.substring(line.indexOf(':') + 2))
              .orElse(System.getProperty("os.arch"));
      String memory =
          Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D+", "");
      System.out.printf(
          Locale.ROOT,
          "machine: %d x %s, %d GiB, Linux %s, Java %s, load average now %.1f%n",
          Runtime.getRuntime().availableProcessors(),
          model,
          Long.parseLong(memory) >> 20,
          System.getProperty("os.version"),
          Runtime.version(),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
