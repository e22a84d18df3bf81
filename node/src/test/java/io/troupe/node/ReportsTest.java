package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final Ref POD = ScriptedSession.pod("a");

  private final Reports reports = new Reports();

  private static Observation observation(Phase phase) {
    return new Observation(phase, "", "", "", List.of());
  }

  @Test
  void oneIsUnderWayAtATime() {
    reports.add(POD, observation(Phase.STARTING));
    assertThat(reports.next()).isPresent();
    reports.add(POD, observation(Phase.RUNNING));

    assertThat(reports.next()).isEmpty();
  }

  @Test
  void repeatsTheSameUnderTheSameNumberAndNewsUnderAnother() {
    reports.add(POD, observation(Phase.STARTING));
    long first = reports.next().orElseThrow().number();
    assertThat(reports.again().orElseThrow().number()).isEqualTo(first);

    reports.add(POD, observation(Phase.RUNNING));
    Reports.Numbered second = reports.again().orElseThrow();

    assertThat(second.number()).isGreaterThan(first);
    assertThat(second.pods().getFirst().observation().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void aLateAnswerToAnOldNumberStandsForWhatWasInItOnly() {
    reports.add(POD, observation(Phase.STARTING));
    long first = reports.next().orElseThrow().number();
    reports.add(POD, observation(Phase.RUNNING));

    reports.taken(first);

    assertThat(reports.next().orElseThrow().pods().getFirst().observation().phase())
        .isEqualTo(Phase.RUNNING);
  }

  @Test
  void whatIsTakenIsNotSaidAgain() {
    reports.add(POD, observation(Phase.REMOVED));

    List<Ref> gone = reports.taken(reports.next().orElseThrow().number());

    assertThat(gone).containsExactly(POD);
    assertThat(reports.next()).isEmpty();
  }

  @Test
  void aReportHoldsABoundedNumberOfPods() {
    for (int i = 0; i <= Reports.MOST_PODS; i++) {
      reports.add(ScriptedSession.pod("p" + i), observation(Phase.RUNNING));
    }
    Reports.Numbered first = reports.next().orElseThrow();
    assertThat(first.pods()).hasSize(Reports.MOST_PODS);
    reports.taken(first.number());

    assertThat(reports.next().orElseThrow().pods()).hasSize(1);
  }
}
