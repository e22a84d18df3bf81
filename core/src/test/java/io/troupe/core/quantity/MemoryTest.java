package io.troupe.core.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
  private static final Memory GREATEST = new Memory(Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({
    "128, 128",
    "128b, 128",
    "0, 0",
    "1kb, 1000",
    "1k, 1024",
    "1ki, 1024",
    "1KiB, 1024",
    "128m, 134217728",
    "128MIB, 134217728",
    "128mib, 134217728",
    "128 MiB, 134217728",
    "128MB, 128000000",
    "1g, 1073741824",
    "1gib, 1073741824",
    "1GB, 1000000000",
    "1.5gib, 1610612736",
    ".5k, 512",
    "1tb, 1000000000000",
    "1p, 1125899906842624",
    "7EiB, 8070450532247928832"
  })
  void readsAmountsWithEveryUnit(String text, long bytes) {
    assertThat(Memory.parse(text)).isEqualTo(new Memory(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "m", "-1", "1x", "1mx", "1kbb", "1.2.3m", "1e9", "NaN", "8e", "9999eb"})
  void refusesAnythingElseWithARemedy(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Memory.parse(text))
        .withMessageContainingAll("'" + text + "'", "write a number with a unit");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1, 1B",
    "1000, 1000B",
    "1023, 1023B",
    "1024, 1KiB",
    "1536, 1.5KiB",
    "134217728, 128MiB",
    "2000000000, 1.863GiB",
    "1073741823, 1024MiB",
    "1024512, 1000KiB",
    "1025536, 1002KiB",
    "9223372036854775807, 8EiB"
  })
  void printsFourDigitsAndABinaryUnit(long bytes, String text) {
    assertThat(new Memory(bytes)).hasToString(text);
  }

  @Test
  void addsAndSubtractsWithinBounds() {
    assertThat(new Memory(3).plus(new Memory(4))).isEqualTo(new Memory(7));
    assertThat(new Memory(3).times(4)).isEqualTo(new Memory(12));
    assertThat(new Memory(3).times(0)).isEqualTo(Memory.ZERO);
    assertThat(new Memory(3).minus(new Memory(4))).isEqualTo(Memory.ZERO);
    assertThat(GREATEST.plus(new Memory(1))).isEqualTo(GREATEST);
    assertThat(new Memory(Long.MAX_VALUE / 2).times(3)).isEqualTo(GREATEST);
  }

  @Test
  void isNeverNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Memory(-1));
  }
}
