package io.troupe.core.quantity;

/// Arithmetic on amounts that are never negative and never overflow: users may write any number,
/// and adding up what they wrote must not fail.
final class Saturated {
  private Saturated() {}

  static long sum(long one, long other) {
    return other > Long.MAX_VALUE - one ? Long.MAX_VALUE : one + other;
  }

  static long product(long amount, int count) {
    return count > 0 && amount > Long.MAX_VALUE / count ? Long.MAX_VALUE : amount * count;
  }
}
