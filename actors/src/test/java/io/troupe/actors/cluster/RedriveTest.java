package io.troupe.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedriveTest {
  @Test
  void anAgentMayHaveGoneWithItsMemberOnlyWhenThatIsNews() {
    List<Duration> later = Redrive.TIMES.subList(1, Redrive.TIMES.size());
    assertThat(Redrive.silent(true, Redrive.TIMES.getFirst())).isPositive();
    assertThat(later).allSatisfy(time -> assertThat(Redrive.silent(true, time)).isZero());
    assertThat(Redrive.silent(false, Redrive.TIMES.getFirst())).isZero();
  }
}
