package io.troupe.core.quantity;

import java.math.BigDecimal;
import java.util.Locale;

/// An amount of processor time in billionths of one processor (nano-CPU).
public record Cpu(long nanos) implements Comparable<Cpu> {
  /// No processor time; as a limit: unlimited.
  public static final Cpu ZERO = new Cpu(0);

  private static final BigDecimal NANOS_PER_CPU = BigDecimal.valueOf(1_000_000_000L);

  public Cpu {
    if (nanos < 0) {
      throw new IllegalArgumentException("processor time cannot be negative: " + nanos);
    }
  }

  /// So many whole processors.
  public static Cpu cpus(long count) {
    return new Cpu(Math.multiplyExact(count, 1_000_000_000L));
  }

  /// So many thousandths of a processor.
  public static Cpu millis(long count) {
    return new Cpu(Math.multiplyExact(count, 1_000_000L));
  }

  /// Reads a number of processors: `2`, `0.5`, `1/2`, or thousandths as `200m`. It may not be finer
  /// than a billionth.
  ///
  /// @throws IllegalArgumentException with a message for the user when the text is no such amount
  public static Cpu parse(String text) {
    String folded = text.trim().toLowerCase(Locale.ROOT);
    try {
      if (folded.endsWith("m")) {
        return whole(
            new BigDecimal(folded.substring(0, folded.length() - 1)).movePointLeft(3), text);
      }
      int slash = folded.indexOf('/');
      if (slash < 0) {
        return whole(new BigDecimal(folded), text);
      }
      BigDecimal nanos = new BigDecimal(folded.substring(0, slash)).multiply(NANOS_PER_CPU);
      return whole(
          nanos.divide(new BigDecimal(folded.substring(slash + 1))).movePointLeft(9), text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is not a finite number of processors", e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a number of processors; write 2, 0.5, 1/2 or 500m", e);
    }
  }

  private static Cpu whole(BigDecimal cpus, String text) {
    try {
      return new Cpu(cpus.multiply(NANOS_PER_CPU).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is too precise or too large; processors count in billionths", e);
    }
  }

  /// The sum; what no `long` can hold stays at the greatest amount, which fits nowhere.
  public Cpu plus(Cpu other) {
    return new Cpu(Saturated.sum(nanos, other.nanos));
  }

  /// The difference, never below zero.
  public Cpu minus(Cpu other) {
    return new Cpu(Math.max(0, nanos - other.nanos));
  }

  /// The product, bounded as [#plus(Cpu)] is.
  public Cpu times(int count) {
    return new Cpu(Saturated.product(nanos, count));
  }

  public boolean isZero() {
    return nanos == 0;
  }

  @Override
  public int compareTo(Cpu other) {
    return Long.compare(nanos, other.nanos);
  }

  /// The amount in processors with three decimals, as the API prints it: `0.100`.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }
}
