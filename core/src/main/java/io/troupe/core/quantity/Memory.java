package io.troupe.core.quantity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/// An amount of memory or storage in bytes.
public record Memory(long bytes) implements Comparable<Memory> {
  /// No memory at all; as a limit: unlimited.
  public static final Memory ZERO = new Memory(0);

  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
  private static final Map<String, Integer> POWERS =
      Map.of("k", 1, "m", 2, "g", 3, "t", 4, "p", 5, "e", 6);

  public Memory {
    if (bytes < 0) {
      throw new IllegalArgumentException("memory cannot be negative: " + bytes);
    }
  }

  /// So many mebibytes.
  public static Memory mebibytes(long count) {
    return new Memory(Math.multiplyExact(count, 1L << 20));
  }

  /// Reads a decimal number with a unit: `kb mb gb tb pb eb` count by 1000, `ki kib … ei eib` and
  /// the single letters `k m g t p e` by 1024; `b` or no unit means bytes. Case and blanks do not
  /// matter.
  ///
  /// @throws IllegalArgumentException with a message for the user when the text is no such amount
  public static Memory parse(String text) {
    String folded = text.replace(" ", "").toLowerCase(Locale.ROOT);
    int split = 0;
    while (split < folded.length()
        && (Character.isDigit(folded.charAt(split)) || folded.charAt(split) == '.')) {
      split++;
    }
    try {
      BigDecimal number = new BigDecimal(folded.substring(0, split));
      BigDecimal bytes = number.multiply(BigDecimal.valueOf(factor(folded.substring(split))));
      return new Memory(bytes.toBigInteger().longValueExact());
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an amount of memory; write a number with a unit, as 128MiB or 1GB",
          e);
    }
  }

  private static long factor(String unit) {
    if (unit.isEmpty() || unit.equals("b")) {
      return 1;
    }
    Integer power = POWERS.get(unit.substring(0, 1));
    if (power == null) {
      throw new IllegalArgumentException("unknown unit " + unit);
    }
    return switch (unit.substring(1)) {
      case "b" -> Math.powExact(1000L, power);
      case "", "i", "ib" -> Math.powExact(1024L, power);
      default -> throw new IllegalArgumentException("unknown unit " + unit);
    };
  }

  /// The sum; what no `long` can hold stays at the greatest amount, which fits nowhere.
  public Memory plus(Memory other) {
    return new Memory(Saturated.sum(bytes, other.bytes));
  }

  /// The difference, never below zero.
  public Memory minus(Memory other) {
    return new Memory(Math.max(0, bytes - other.bytes));
  }

  /// The product, bounded as [#plus(Memory)] is.
  public Memory times(int count) {
    return new Memory(Saturated.product(bytes, count));
  }

  public boolean isZero() {
    return bytes == 0;
  }

  @Override
  public int compareTo(Memory other) {
    return Long.compare(bytes, other.bytes);
  }

  /// The amount with four significant digits and a binary unit, as the API prints it: `128MiB`,
  /// `1.863GiB`, `0B`.
  @Override
  public String toString() {
    double scaled = bytes;
    int unit = 0;
    while (scaled >= 1024 && unit < BINARY.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return fourDigits(scaled) + BINARY[unit];
  }

  private static String fourDigits(double value) {
    return new BigDecimal(value, FOUR_DIGITS).stripTrailingZeros().toPlainString();
  }
}
