package io.troupe.core.template;

import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;

/// Processor time and memory of one container; zero means none given.
public record Limits(Cpu cpu, Memory memory) {
  /// Nothing given.
  public static final Limits NONE = new Limits(Cpu.ZERO, Memory.ZERO);

  public Limits plus(Limits other) {
    return new Limits(cpu.plus(other.cpu), memory.plus(other.memory));
  }

  /// The difference, never below zero.
  public Limits minus(Limits other) {
    return new Limits(cpu.minus(other.cpu), memory.minus(other.memory));
  }

  public Limits times(int count) {
    return new Limits(cpu.times(count), memory.times(count));
  }

  /// These, with what is zero taken from the other.
  public Limits orElse(Limits other) {
    return new Limits(cpu.isZero() ? other.cpu : cpu, memory.isZero() ? other.memory : memory);
  }
}
