package io.troupe.actors.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.actors.session.Silence.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final SessionSettings SETTINGS =
      new SessionSettings(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(8));
  private static final long START = Long.MAX_VALUE - 5_000_000_000L;

  private final Silence silence = new Silence(SETTINGS, START);

  private static long at(double seconds) {
    return START + (long) (seconds * 1e9);
  }

  private Verdict look(double seconds) {
    Verdict verdict = silence.at(at(seconds));
    silence.nextLook(at(seconds));
    return verdict;
  }

  @Test
  void anAgentThatSpeaksIsHeard() {
    for (double now = 0; now < 30; now++) {
      silence.broken(at(now));
      assertThat(look(now + 0.5)).isEqualTo(Verdict.HEARD);
    }
  }

  @Test
  void looksWhenSomethingMayHaveChanged() {
    assertThat(silence.nextLook(at(0))).isBetween(Duration.ofMillis(3000), Duration.ofMillis(3100));
    assertThat(silence.at(at(3.02))).isEqualTo(Verdict.SUSPECT);
    assertThat(silence.nextLook(at(3.02)))
        .isBetween(Duration.ofMillis(4980), Duration.ofMillis(5080));
    assertThat(silence.at(at(8.02))).isEqualTo(Verdict.GONE);
    silence.broken(at(8.5));
    silence.nextLook(at(8.5));
    assertThat(silence.at(at(9))).isEqualTo(Verdict.HEARD);
  }

  @Test
  void aPauseOfThisProcessSaysNothingAboutTheAgent() {
    silence.nextLook(at(0));
    assertThat(silence.at(at(20))).isEqualTo(Verdict.HEARD);
    silence.nextLook(at(20));
    assertThat(silence.at(at(23.02))).isEqualTo(Verdict.SUSPECT);
    silence.nextLook(at(23.02));
    assertThat(silence.at(at(28.02))).isEqualTo(Verdict.GONE);
  }

  @Test
  void limitsThatCannotWorkAreRefusedInWords() {
    assertThatThrownBy(() ->
            new SessionSettings(
                Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(8)))
        .hasMessageContaining("heartbeat < suspect-after < offline-after");
  }
}
