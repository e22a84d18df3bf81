package io.troupe.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Ref;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
  private static final int ROUNDS = 2;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 1_000;

  @TempDir private Path directory;

  @Test
  void everyAcknowledgedEventSurvivesAKillAndTheHistoryHasNoGap() throws Exception {
    Map<String, Long> acknowledged = new HashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      acknowledged.putAll(writeUntilKilled(round));
      try (OpenStore open = new OpenStore(directory)) {
        acknowledged.forEach((id, highest) -> assertStored(open, id, highest));
        assertThat(integrity(open)).isEqualTo("ok");
        assertThat(text(open, "SELECT count(*) = max(revision) AND min(revision) = 1 FROM event"))
            .as("revisions are dense")
            .isEqualTo("1");
      }
    }
  }

  /// @return the highest acknowledged number of each persistence id
  private Map<String, Long> writeUntilKilled(int round) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWriter.class.getName(),
                directory.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Long> acknowledged = new HashMap<>();
    int lines = 0;
    try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ");
        if (words.length == 2 && !words[1].isEmpty()) {
          acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
        }
        lines++;
        if (lines == ACKNOWLEDGED_BEFORE_KILL) {
          writer
              .toHandle()
              .destroyForcibly(); // unlike Process.destroyForcibly, leaves the pipe to be read
        }
      }
    }
    assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(writer.exitValue()).as("ended by SIGKILL").isEqualTo(128 + 9);
    assertThat(lines).isGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_KILL);
    return acknowledged;
  }

  private static void assertStored(OpenStore open, String id, long highest) {
    var events = open.log().events(Ref.parse(id), 1, Long.MAX_VALUE);
    assertThat(events.size()).as(id).isGreaterThanOrEqualTo((int) highest);
    assertThat(events.size() % 2).as("pairs are written whole").isZero();
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).id().seq()).isEqualTo(i + 1);
    }
  }

  private static String integrity(OpenStore open) {
    return text(open, "PRAGMA integrity_check");
  }

  private static String text(OpenStore open, String query) {
    List<String> found =
        open.store()
            .readers()
            .read(session -> {
              try (ResultSet row = session.prepare(query).executeQuery()) {
                return row.next() ? List.of(row.getString(1)) : List.of();
              }
            });
    return found.getFirst();
  }
}
