package io.troupe.core.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.pod.PodNote.Condition;
import org.junit.jupiter.api.Test;

class PodNoteTest {
  private static final PodNote READY = new PodNote(Condition.READY, "", 4);

  @Test
  void staysAsItIsWhenNothingIsNew() {
    assertThat(READY.then(Condition.READY, "", 9)).isSameAs(READY);
    assertThat(READY.then(Condition.ERROR, "why", 9))
        .isEqualTo(new PodNote(Condition.ERROR, "why", 9));
  }

  @Test
  void isToldOnceItIsNewerThanWhatWasTaken() {
    assertThat(READY.untold(PodNote.PLANNED, 5)).contains(READY);
    assertThat(READY.untold(READY, 5)).isEmpty();
  }

  @Test
  void isToldAsTheNewestWhenAnOlderReleaseHasCountedFurther() {
    PodNote taken = new PodNote(Condition.PROVISION, "", 7);
    assertThat(READY.untold(taken, 12)).contains(new PodNote(Condition.READY, "", 12));
  }
}
