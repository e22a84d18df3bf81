package io.troupe.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @ParameterizedTest
  @CsvSource({"5,5s", "119,119s", "125,2m5s", "120,2m", "700,11m", "20000,5h", "999999,11d"})
  void printsTheUnitThatMatters(long seconds, String text) {
    assertThat(Ages.of(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void printsNoAgeForNoTime() {
    assertThat(Ages.age("0001-01-01T00:00:00Z", NOW)).isEmpty();
    assertThat(Ages.age("", NOW)).isEmpty();
    assertThat(Ages.age("2026-11-23T07:59:50.25Z", NOW)).isEqualTo("9s");
  }

  @Test
  void readsTimesAndHowLongAgo() {
    assertThat(Ages.since("10m", NOW)).isEqualTo("2026-11-23T07:50:00Z");
    assertThat(Ages.since("2026-01-01T00:00:00Z", NOW)).isEqualTo("2026-01-01T00:00:00Z");
    assertThatThrownBy(() -> Ages.since("yesterday", NOW)).hasMessageContaining("10m");
    assertThatThrownBy(() -> Ages.duration("60")).hasMessageContaining("90s");
  }
}
