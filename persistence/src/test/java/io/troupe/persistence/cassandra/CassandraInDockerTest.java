package io.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CassandraInDockerTest {
  private static final String VERSION = "SELECT release_version FROM system.local";

  @Test
  void answersAsCassandra50AndIsSilentWhileItStandsStill() {
    try (CassandraInDocker cassandra = CassandraInDocker.start();
        CqlSession session = CassandraSessions.open(cassandra.contactPoint())) {
      assertThat(session.execute(VERSION).one().getString(0)).startsWith("5.0");
      cassandra.pause();
      assertThatThrownBy(() ->
              session.execute(
                  SimpleStatement.newInstance(VERSION).setTimeout(Duration.ofSeconds(1))))
          .isInstanceOf(DriverTimeoutException.class);
      cassandra.resume();
      assertThat(session.execute(VERSION).one().getString(0)).startsWith("5.0");
    }
  }
}
