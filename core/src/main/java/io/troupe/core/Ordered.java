package io.troupe.core;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Immutable maps in key order. States hold these, so that what is owed and what is printed never
/// depends on hashing, and the same log always gives the same run.
public final class Ordered {
  private Ordered() {}

  /// An immutable copy in key order; the map itself when it is one already.
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> copy(Map<K, V> map) {
    if (map instanceof SortedMap<K, V> sorted && map.getClass() == IMMUTABLE) {
      return sorted;
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /// The map with one entry put or replaced.
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> with(
      SortedMap<K, V> map, K key, V value) {
    TreeMap<K, V> copy = new TreeMap<>(map);
    copy.put(key, value);
    return Collections.unmodifiableSortedMap(copy);
  }

  /// The map without one key.
  public static <K extends Comparable<? super K>, V> SortedMap<K, V> without(
      SortedMap<K, V> map, K key) {
    TreeMap<K, V> copy = new TreeMap<>(map);
    copy.remove(key);
    return Collections.unmodifiableSortedMap(copy);
  }

  private static final Class<?> IMMUTABLE =
      Collections.unmodifiableSortedMap(new TreeMap<String, String>()).getClass();
}
