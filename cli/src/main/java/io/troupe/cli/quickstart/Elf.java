package io.troupe.cli.quickstart;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The head of a 64-bit little-endian ELF file (elf(5)).
///
/// ```
/// Elf64_Ehdr: 0 magic, 4 class, 5 data, 32 e_phoff (8), 54 e_phentsize (2), 56 e_phnum (2)
/// Elf64_Phdr: 0 p_type (4)
/// ```
record Elf(ByteBuffer bytes) {
  private static final int MAGIC = 0x464c457f;
  private static final int PT_INTERP = 3;

  static Elf of(byte[] bytes) {
    return new Elf(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  /// Whether it is a program that names no interpreter, and so runs without any library.
  boolean isStatic() {
    if (bytes.limit() < 64 || bytes.getInt(0) != MAGIC || bytes.get(4) != 2 || bytes.get(5) != 1) {
      return false;
    }
    long table = bytes.getLong(32);
    int size = bytes.getShort(54);
    int count = bytes.getShort(56);
    if (table <= 0 || size < 4 || table + (long) size * count > bytes.limit()) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (bytes.getInt((int) table + i * size) == PT_INTERP) {
        return false;
      }
    }
    return true;
  }
}
