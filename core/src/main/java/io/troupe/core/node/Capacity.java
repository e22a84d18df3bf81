package io.troupe.core.node;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;

/// How much a node holds, or how much of it is taken.
public record Capacity(int pods, int containers, Memory memory, Cpu cpu, Memory storage) {
  /// Nothing.
  public static final Capacity NONE = new Capacity(0, 0, Memory.ZERO, Cpu.ZERO, Memory.ZERO);
}
