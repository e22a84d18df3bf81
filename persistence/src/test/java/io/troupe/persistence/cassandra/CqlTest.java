package io.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import org.junit.jupiter.api.Test;

class CqlTest {
  @Test
  void whoFindsNoRoomIsToldThatCassandraIsSlowNotThatItIsGone() {
    var told = Cql.unavailable(new RequestThrottlingException("maximum capacity"));
    assertThat(told).hasMessageContaining("too slow").hasMessageContaining("waiting-requests");
  }

  @Test
  void whoGetsNoAnswerIsToldWhatTheDriverSays() {
    assertThat(Cql.unavailable(new DriverTimeoutException("after 3 s")))
        .hasMessage("Cassandra does not answer: after 3 s");
  }
}
