package io.troupe.it;

/// Where randomness begins: system property `troupe.seed`, to repeat a run, or a new seed each
/// time.
public final class Seeds {
  private Seeds() {}

  public static long next() {
    return Long.getLong("troupe.seed", System.nanoTime());
  }
}
