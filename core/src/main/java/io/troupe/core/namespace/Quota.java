package io.troupe.core.namespace;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;

/// Amounts of a namespace; zero means unlimited.
public record Quota(Memory memory, Cpu cpu, Memory storage) {
  /// Unlimited.
  public static final Quota NONE = new Quota(Memory.ZERO, Cpu.ZERO, Memory.ZERO);

  /// True when memory or processor time is limited.
  public boolean limited() {
    return !memory.isZero() || !cpu.isZero();
  }
}
