package io.troupe.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.CommandRun;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageCommandTest {
  private static final String NOBODY = "127.0.0.1:1";

  private static CommandRun run(String... arguments) {
    return CommandRun.of(Map.of(), "", arguments);
  }

  @Test
  void needsToKnowWhereAndHowOften() {
    assertThat(run("storage", "init").exit()).isEqualTo(2);
    assertThat(run("storage", "init").err()).contains("--contact-points", "--replication");
  }

  @Test
  void refusesAReplicationThatIsNone() {
    CommandRun run = run("storage", "init", "--contact-points", NOBODY, "--replication", "often");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("`often` is no replication", "east:3,west:2");
  }

  @Test
  void tellsThatNobodyAnswers() {
    CommandRun run = run("storage", "init", "--contact-points", NOBODY, "--replication", "3");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains(NOBODY);
  }

  @Test
  void refusesToMoveFromAJournalThatIsNotThere(@TempDir Path empty) {
    CommandRun run =
        run(
            "storage",
            "migrate",
            "--to",
            "cassandra",
            "--contact-points",
            NOBODY,
            "--data",
            empty.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("there is no journal", "--data");
  }

  @Test
  void knowsTwoStorages() {
    CommandRun run = run("storage", "migrate", "--to", "paper", "--contact-points", NOBODY);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("cassandra or sqlite");
  }
}
