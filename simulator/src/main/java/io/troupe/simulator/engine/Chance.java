package io.troupe.simulator.engine;

import java.util.random.RandomGenerator;

/// Chance by key: what falls to one message does not depend on how many others came before it, so a
/// schedule that has been made shorter still meets the same weather.
public final class Chance {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Chance() {}

  /// A number for a name under a seed.
  public static long of(long seed, String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /// The number of the n-th time.
  public static long nth(long base, long n) {
    return mix(base + n * GOLDEN);
  }

  /// A number from 0 to 1, without 1.
  public static double unit(long number) {
    return (number >>> 11) * 0x1.0p-53;
  }

  /// Numbers for one who draws often.
  public static RandomGenerator generator(long seed, String name) {
    return new java.util.SplittableRandom(of(seed, name));
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
