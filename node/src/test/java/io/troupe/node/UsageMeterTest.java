package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.node.Usage;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageMeterTest {
  private final UsageMeter meter = new UsageMeter();

  @Test
  void measuresAtOnceAndThenEveryTenSeconds() {
    long start = Long.MAX_VALUE - 5;
    assertThat(meter.due(start)).isTrue();
    assertThat(meter.due(start + Duration.ofMillis(9_999).toNanos())).isFalse();
    assertThat(meter.due(start + Duration.ofSeconds(10).toNanos())).isTrue();
    assertThat(meter.due(start + Duration.ofSeconds(11).toNanos())).isFalse();
  }

  @Test
  void tellsEachMeasurementOnce() {
    Usage usage = new Usage(Memory.mebibytes(5), Cpu.cpus(1), Memory.ZERO, 2);
    assertThat(meter.take()).isNull();
    meter.measured(usage);
    assertThat(meter.take()).isEqualTo(usage);
    assertThat(meter.take()).isNull();
  }
}
