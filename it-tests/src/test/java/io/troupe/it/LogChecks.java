package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What must hold of the log of every platform at any time.
final class LogChecks {
  /// Longer than the first back-off of a message that nobody has answered.
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final int PAGE = 10_000;
  private static final List<String> KINDS =
      List.of("namespace", "service", "deployment", "pod", "node");

  private LogChecks() {}

  /// Checks that revisions only grow, that the events of each resource are numbered 1..n without a
  /// gap, and that its history has the same ones.
  static void assertGapFree(Api api) {
    Map<String, Long> last = new LinkedHashMap<>();
    long revision = 0;
    for (JsonNode event : events(api)) {
      assertThat(event.path("revision").asLong()).isGreaterThan(revision);
      revision = event.path("revision").asLong();
      String resource = resource(event);
      long seq = event.path("seq").asLong();
      assertThat(seq)
          .as("seq in the log of %s", resource)
          .isEqualTo(last.getOrDefault(resource, 0L) + 1);
      last.put(resource, seq);
    }
    last.forEach((resource, count) -> {
      List<JsonNode> history = Api.elements(api.get("/v2/history/" + resource).ok().path("events"));
      assertThat(history)
          .as("history of %s", resource)
          .hasSizeGreaterThanOrEqualTo(count.intValue());
      for (int i = 0; i < history.size(); i++) {
        assertThat(history.get(i).path("seq").asInt())
            .as("history of %s", resource)
            .isEqualTo(i + 1);
      }
    });
  }

  private static String resource(JsonNode event) {
    return event.at("/resource/kind").asText() + "/" + event.at("/resource/self_link").asText();
  }

  /// All events of the platform, oldest first.
  static List<JsonNode> events(Api api) {
    List<JsonNode> all = new ArrayList<>();
    long after = 0;
    while (true) {
      JsonNode page =
          api.get("/v2/events?order=oldest&limit=" + PAGE + "&after=" + after).ok().path("events");
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(Api.elements(page));
      after = all.getLast().path("revision").asLong();
    }
  }

  /// Checks, at a moment when nothing happens, that each resource is what its log makes of it:
  /// replayed, read as of now from the log, and live.
  static void assertReplayGivesLive(Api api) {
    eventually(() -> {
      long head = api.head();
      Map<String, JsonNode> live = live(api);
      assertThat(live).isNotEmpty();
      live.forEach((resource, now) -> assertReplayGives(api, resource, head, now));
      assertThat(api.head()).as("nothing happened meanwhile").isEqualTo(head);
    });
  }

  /// All resources as they are, by kind and link.
  static Map<String, JsonNode> live(Api api) {
    Map<String, JsonNode> live = new LinkedHashMap<>();
    for (String kind : KINDS) {
      for (JsonNode item : api.get("/v2/resources/" + kind).ok().path("items")) {
        String resource = kind + "/" + item.at("/meta/self_link").asText();
        live.put(resource, api.get("/v2/resources/" + resource).ok());
      }
    }
    return live;
  }

  /// Returns when nothing has been stored for a moment.
  static void awaitQuiet(Api api) {
    AtomicLong head = new AtomicLong(-1);
    Eventually.within(Duration.ofMinutes(3))
        .during(QUIET)
        .until(() -> {
          long now = api.head();
          return head.getAndSet(now) == now;
        });
  }

  private static void assertReplayGives(Api api, String resource, long head, JsonNode now) {
    JsonNode logged = api.get("/v2/resources/" + resource + "?at=" + head).ok();
    assertThat(logged).as("%s by its log", resource).isEqualTo(now);
    JsonNode steps = api.get("/v2/replay/" + resource).ok().path("steps");
    JsonNode last = steps.get(steps.size() - 1);
    assertThat(last.at("/event/seq").asLong()).isEqualTo(now.path("seq").asLong());
    assertThat(last.at("/event/revision").asLong()).isEqualTo(now.path("revision").asLong());
    assertThat(last.path("state")).isInstanceOf(ObjectNode.class).isNotEmpty();
  }
}
