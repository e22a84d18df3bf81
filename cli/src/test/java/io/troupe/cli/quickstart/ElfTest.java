package io.troupe.cli.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class ElfTest {
  private static byte[] program(int segment) {
    ByteBuffer bytes = ByteBuffer.allocate(64 + 56).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
    bytes.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    bytes.putInt(64, segment);
    return bytes.array();
  }

  @Test
  void isStaticWithoutAnInterpreter() {
    assertThat(Elf.of(program(1)).isStatic()).isTrue();
    assertThat(Elf.of(program(3)).isStatic()).isFalse();
  }

  @Test
  void isNotStaticWhenItIsNoProgram() {
    assertThat(Elf.of(new byte[0]).isStatic()).isFalse();
    assertThat(
            Elf.of("#!/bin/sh\nexec something rather longer than a header\n\n\n".getBytes(UTF_8))
                .isStatic())
        .isFalse();
  }
}
