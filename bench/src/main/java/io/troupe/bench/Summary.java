package io.troupe.bench;

import java.util.Arrays;
import java.util.Locale;

/// Several runs of one thing.
record Summary(double median, double min, double max, int runs) {
  static Summary of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  static void header() {
    System.out.printf("%-44s %12s %12s %12s %5s%n", "", "median", "min", "max", "runs");
  }

  void print(String name) {
    System.out.printf(
        Locale.ROOT, "%-44s %12.1f %12.1f %12.1f %5d%n", name, median, min, max, runs);
  }

  /// One line that compares with what ran beside it.
  void printRatio(String name, Summary reference) {
    System.out.printf(Locale.ROOT, "%-44s %12.2f%n", name, median / reference.median);
  }
}
