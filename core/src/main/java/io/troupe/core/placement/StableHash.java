package io.troupe.core.placement;

/// A hash that is the same in every process and version, for breaking ties without favouring a
/// node.
final class StableHash {
  private StableHash() {}

  static long of(String text) {
    return mix(text.hashCode());
  }

  /// The finalizer of SplitMix64.
  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
