package io.troupe.core.manifest;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// A map in the making that leaves out what is empty.
final class Plain {
  private static final String[] UNITS = {"b", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private final Map<String, Object> map = new LinkedHashMap<>();

  /// Adds a value unless it is an empty text, list or map, or false.
  Plain put(String key, Object value) {
    boolean empty =
        switch (value) {
          case String text -> text.isEmpty();
          case Collection<?> items -> items.isEmpty();
          case Map<?, ?> members -> members.isEmpty();
          default -> value.equals(false);
        };
    return empty ? this : keep(key, value);
  }

  /// Adds a value whatever it is.
  Plain keep(String key, Object value) {
    map.put(key, value);
    return this;
  }

  Map<String, Object> map() {
    return map;
  }

  /// The amount without any rounding, in the greatest unit that divides it; empty for zero.
  static String exact(Memory memory) {
    long count = memory.bytes();
    int unit = 0;
    while (count != 0 && count % 1024 == 0) {
      count /= 1024;
      unit++;
    }
    return count == 0 ? "" : count + UNITS[unit];
  }

  /// The amount in processors without any rounding; empty for zero.
  static String exact(Cpu cpu) {
    return cpu.isZero()
        ? ""
        : BigDecimal.valueOf(cpu.nanos(), 9).stripTrailingZeros().toPlainString();
  }
}
