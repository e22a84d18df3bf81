package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.persistence.cassandra.SharedCassandra;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The journal of a platform that has worked goes to Cassandra and back by the installed command,
/// and the platform goes on with it.
class MigrateTest {
  private static final Pattern MOVED =
      Pattern.compile("Moved (\\d+) events and (\\d+) snapshots; both sides are the same");

  @TempDir Path directory;

  @Test
  void thereAndBackWithTheSameCountsAndAPlatformThatGoesOn() {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    Map<String, List<String>> before;
    long events;
    try (TroupeProcess troupe = TroupeProcess.simulated(first).start()) {
      Api api = troupe.api();
      api.apply(Manifests.service("default:web", 2, TestImage.ONE)).ok();
      // so many that there is a snapshot
      for (int i = 0; i < 120; i++) {
        api.apply("kind: Namespace\nmeta: {name: moved, description: \"%d\"}\n".formatted(i)).ok();
      }
      eventually(() ->
          assertThat(api.resource("service", "default:web").at("/status/state").asText())
              .isEqualTo("ready"));
      LogChecks.awaitQuiet(api);
      before = histories(api);
      events = LogChecks.events(api).size();
    }

    String to = SharedCassandra.contactPoint();
    String keyspace = "moved" + ProcessHandle.current().pid();
    storage("init", "--contact-points", to, "--keyspace", keyspace, "--replication", "1");
    Moved there = moved(migrate("cassandra", to, keyspace, first));
    assertThat(there.events()).isGreaterThanOrEqualTo(events);
    assertThat(there.snapshots()).isPositive();

    Cli again = migrate("cassandra", to, keyspace, first);
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("is not empty");

    assertThat(moved(migrate("sqlite", to, keyspace, second))).isEqualTo(there);
    Cli twice = migrate("sqlite", to, keyspace, second);
    assertThat(twice.exit()).isEqualTo(1);
    assertThat(twice.err()).contains("is there already");

    try (TroupeProcess troupe = TroupeProcess.simulated(second).start()) {
      Api api = troupe.api();
      Map<String, List<String>> after = histories(api);
      before.forEach((resource, history) ->
          assertThat(after.get(resource)).as(resource).startsWith(history.toArray(String[]::new)));
      api.apply("kind: Namespace\nmeta: {name: moved, description: on}\n").ok();
      LogChecks.assertGapFree(api);
    }
  }

  private record Moved(long events, long snapshots) {}

  private static Cli storage(String... arguments) {
    List<String> all = new ArrayList<>(List.of("storage"));
    all.addAll(List.of(arguments));
    return Cli.run(Map.of(), "", all.toArray(String[]::new));
  }

  private static Cli migrate(String to, String contactPoint, String keyspace, Path data) {
    return storage(
        "migrate",
        "--to",
        to,
        "--contact-points",
        contactPoint,
        "--keyspace",
        keyspace,
        "--data",
        data.toString());
  }

  private static Moved moved(Cli migration) {
    Matcher moved = MOVED.matcher(migration.ok());
    assertThat(moved.find()).as(migration.out()).isTrue();
    return new Moved(Long.parseLong(moved.group(1)), Long.parseLong(moved.group(2)));
  }

  /// What has happened to each resource, without the revisions, which are each storage's own.
  private static Map<String, List<String>> histories(Api api) {
    Map<String, List<String>> all = new TreeMap<>();
    for (JsonNode event : LogChecks.events(api)) {
      String resource = event.at("/resource/kind").asText() + " " + event.at("/resource/self_link");
      String told =
          "%s %s %s %s"
              .formatted(
                  event.path("seq"), event.path("at"), event.path("type"), event.path("event"));
      all.computeIfAbsent(resource, _ -> new ArrayList<>()).add(told);
    }
    return all;
  }
}
