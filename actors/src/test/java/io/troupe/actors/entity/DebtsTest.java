package io.troupe.actors.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Owed;
import io.troupe.core.pod.PodCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebtsTest {
  private static final Cause CAUSE = Cause.by("alice");
  private static final Cause LATER = Cause.by("bob");
  private final Debts debts = new Debts();

  private static Owed destroy(String pod, String reason) {
    return new Owed.Ask(new Ref(Kind.POD, "demo:web:d_v1:" + pod), new PodCommand.Destroy(reason));
  }

  @Test
  void onlyWhatIsNewHasToBeSent() {
    assertThat(debts.settle(List.of(destroy("a", "x")), CAUSE)).hasSize(1);
    assertThat(debts.settle(List.of(destroy("a", "x"), destroy("b", "x")), LATER))
        .singleElement()
        .satisfies(debt -> {
          assertThat(debt.owed).isEqualTo(destroy("b", "x"));
          assertThat(debt.cause).isEqualTo(LATER);
        });
  }

  @Test
  void aChangedMessageToTheSameReceiverTakesThePlaceOfTheOldOne() {
    Debts.Debt old = debts.settle(List.of(destroy("a", "x")), CAUSE).get(0);
    Debts.Debt changed = debts.settle(List.of(destroy("a", "y")), LATER).get(0);
    assertThat(debts.of(old.ticket)).isEmpty();
    assertThat(debts.of(changed.ticket)).contains(changed);
    assertThat(changed.ticket).isNotEqualTo(old.ticket);
  }

  @Test
  void whatIsNoLongerOwedIsForgotten() {
    Debts.Debt debt = debts.settle(List.of(destroy("a", "x")), CAUSE).get(0);
    assertThat(debts.settle(List.of(), LATER)).isEmpty();
    assertThat(debts.of(debt.ticket)).isEmpty();
    assertThat(debts.isEmpty()).isTrue();
    assertThat(debts.nextDue(0)).isEmpty();
  }

  @Test
  void isDueAgainAfterABackOffThatDoublesUpToAMinute() {
    Debts.Debt debt = debts.settle(List.of(destroy("a", "x")), CAUSE).get(0);
    List<Long> seconds = new ArrayList<>();
    long now = 5;
    for (int attempt = 0; attempt < 15; attempt++) {
      debts.sent(debt, now);
      long wait = debts.nextDue(now).orElseThrow().toNanos();
      assertThat(debts.due(now + wait - 1)).isEmpty();
      assertThat(debts.due(now + wait)).containsExactly(debt);
      seconds.add(Duration.ofNanos(wait).toSeconds());
      now += wait;
    }
    assertThat(seconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L, 60L, 60L, 60L, 60L, 60L);
  }

  @Test
  void nothingStandsAfterARestart() {
    debts.settle(List.of(destroy("a", "x")), CAUSE);
    debts.clear();
    assertThat(debts.isEmpty()).isTrue();
    assertThat(debts.settle(List.of(destroy("a", "x")), CAUSE)).hasSize(1);
  }
}
