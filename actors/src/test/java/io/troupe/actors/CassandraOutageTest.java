package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.persistence.cassandra.CassandraProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a process, which can die too and come back on its data.
class CassandraOutageTest extends CassandraOutageContract<CassandraProcess> {
  @TempDir private static Path directory;

  @Override
  CassandraProcess startCassandra() {
    return CassandraProcess.start(directory);
  }

  @Test
  void goesOnByItselfWhenCassandraWasKilledAndStartedAgain() throws Exception {
    assertThat(created("before-kill")).isEqualTo(Reply.OK);
    cassandra.kill();
    assertRefusesFastAndTakesThemAgain("kill", cassandra::start);
    assertThat(control.view().find(new Ref(Kind.NAMESPACE, "before-kill"))).isPresent();
    assertThat(control.log().events(new Ref(Kind.NAMESPACE, "before-kill"), 1, 9)).hasSize(1);
  }
}
