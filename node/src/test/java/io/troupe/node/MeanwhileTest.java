package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.node.container.ContainerEvent.Action;
import io.troupe.node.container.ContainerEvent.Happened;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
  private static final Happened FIRST = new Happened("1", Action.ENDED, Map.of());
  private static final Happened SECOND = new Happened("2", Action.REMOVED, Map.of());

  private final Meanwhile meanwhile = new Meanwhile();

  @Test
  void whatHappensWhileAListIsUnderWayIsRemembered() {
    meanwhile.noticed(FIRST);
    meanwhile.begins();
    meanwhile.noticed(SECOND);
    assertThat(meanwhile.ends()).containsExactly(SECOND);
  }

  @Test
  void isForgottenWithTheLastListThatMayNotShowIt() {
    meanwhile.begins();
    meanwhile.noticed(FIRST);
    meanwhile.begins();
    meanwhile.noticed(SECOND);
    assertThat(meanwhile.ends()).containsExactly(FIRST, SECOND);
    assertThat(meanwhile.ends()).containsExactly(FIRST, SECOND);
    meanwhile.begins();
    assertThat(meanwhile.ends()).isEmpty();
  }
}
