package io.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedCassandraTest {
  @Test
  void oneThatDiedTellsWhatItSaidLastAndIsReplacedForTheNext() {
    String lost = SharedCassandra.keyspace();
    Optional<RunningCassandra> first = SharedCassandra.running();
    assumeTrue(first.isPresent(), "the Cassandra that was given is not killed");
    first.get().kill();
    await().atMost(ONE_MINUTE).until(() -> !first.get().isAlive());
    assertThatThrownBy(() -> SharedCassandra.empty(lost))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it has died")
        .hasMessageContaining(" INFO ");
    String next = SharedCassandra.keyspace();
    try (CqlSession session = SharedCassandra.session()) {
      assertThat(session.execute("SELECT * FROM " + next + ".messages").all()).isEmpty();
    }
  }
}
