package io.troupe.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

  private final Standstill standstill = new Standstill(START);

  private boolean tick(long millis) {
    return standstill.tick(START + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void ticksThatComeInTimeOrALittleLateMayBeActedOn() {
    assertThat(tick(200)).isTrue();
    assertThat(tick(400)).isTrue();
    assertThat(tick(1_300)).isTrue();
    assertThat(tick(2_300)).isTrue();
  }

  @Test
  void afterAPauseNothingIsDecidedForASecondAndAHalf() {
    assertThat(tick(5_000)).isFalse();
    assertThat(tick(5_200)).isFalse();
    assertThat(tick(6_000)).isFalse();
    assertThat(tick(6_499)).isFalse();
    assertThat(tick(6_500)).isTrue();
  }

  @Test
  void anotherPauseBeginsTheWaitAnew() {
    assertThat(tick(5_000)).isFalse();
    assertThat(tick(6_400)).isFalse();
    assertThat(tick(7_000)).isFalse();
    assertThat(tick(7_900)).isTrue();
  }
}
