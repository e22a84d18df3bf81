package io.troupe.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.placement.Placement;
import io.troupe.core.placement.Placement.Candidate;
import io.troupe.core.placement.Placement.FilterCount;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.service.ServiceEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final Ref POD = new Ref(Kind.POD, "demo:web:d_v1:3f2a9c1");

  @Test
  void saysWhyAPodStandsWhereItStands() {
    Placement placement =
        new Placement(
            3,
            1,
            List.of(new Candidate("n1", 9)),
            List.of(new FilterCount("not enough memory", 2)),
            List.of());
    assertThat(Telling.of(POD, new PodEvent.PodAssigned("n1", placement)))
        .isEqualTo(
            "Pod demo:web:d_v1:3f2a9c1 was placed on node n1, the best of 1 that could take it of 3"
                + " looked at (2 nodes: not enough memory).");
  }

  @Test
  void countsWhyAPodWaits() {
    assertThat(
            Telling.of(
                POD,
                new PodEvent.PodUnschedulable(
                    List.of(
                        new FilterCount("not enough memory", 2), new FilterCount("offline", 1)))))
        .endsWith("waits: no node takes it: 2 nodes: not enough memory; 1 node: offline.");
  }

  @Test
  void givesTheReasonOfAnError() {
    Observation error = new Observation(Phase.ERROR, "no such image: nope:1", "", "", List.of());
    assertThat(Telling.of(POD, new PodEvent.PodObserved(error)))
        .endsWith("cannot run: no such image: nope:1.");
  }

  @Test
  void knowsWhatExplainsNothing() {
    assertThat(Telling.isBookkeeping(new ServiceEvent.ServiceDismissed())).isTrue();
    assertThat(Telling.isBookkeeping(new ServiceEvent.ServiceRemoved())).isFalse();
  }
}
