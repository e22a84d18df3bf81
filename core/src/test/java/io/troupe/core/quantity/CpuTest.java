package io.troupe.core.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTest {
  private static final Cpu GREATEST = new Cpu(Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({
    "2, 2000000000",
    "0, 0",
    "0.5, 500000000",
    "1/2, 500000000",
    "3/8, 375000000",
    "0.1, 100000000",
    "200m, 200000000",
    "1500M, 1500000000",
    "0.5m, 500000",
    "0.000000001, 1",
    "' 1 ', 1000000000",
    "0/5, 0"
  })
  void readsDecimalsFractionsAndThousandths(String text, long nanos) {
    assertThat(Cpu.parse(text)).isEqualTo(new Cpu(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "m",
        "x",
        "-1",
        "1/0",
        "1/3",
        "1/",
        "/2",
        "1/2/3",
        "1/2m",
        "0.0000000001",
        "1e10",
        "1e999999999",
        "1e-999999999",
        "1e-999999999/1e999999999"
      })
  void refusesAnythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cpu.parse(text));
  }

  @Test
  void saysWhatIsWrongWithAnAmount() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cpu.parse("fast"))
        .withMessage("'fast' is not a number of processors; write 2, 0.5, 1/2 or 500m");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cpu.parse("0.0000000001"))
        .withMessageContaining("too precise");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.000", "100000000, 0.100", "2000000000, 2.000", "1234567890, 1.235"})
  void printsThreeDecimals(long nanos, String text) {
    assertThat(new Cpu(nanos)).hasToString(text);
  }

  @Test
  void addsAndSubtractsWithinBounds() {
    assertThat(Cpu.millis(1500).plus(Cpu.cpus(1))).isEqualTo(Cpu.millis(2500));
    assertThat(Cpu.millis(1500).minus(Cpu.cpus(2))).isEqualTo(Cpu.ZERO);
    assertThat(Cpu.millis(1500).times(2)).isEqualTo(Cpu.cpus(3));
    assertThat(GREATEST.plus(GREATEST)).isEqualTo(GREATEST);
    assertThat(GREATEST.times(10_000)).isEqualTo(GREATEST);
  }
}
