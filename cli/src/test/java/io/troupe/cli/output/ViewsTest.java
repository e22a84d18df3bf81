package io.troupe.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.client.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ViewsTest {
  @ParameterizedTest
  @CsvSource({
    "true, true, online, ready",
    "true, false, online, not ready",
    "false, false, suspect, suspect",
    "false, false, offline, offline",
    "false, false, '', offline"
  })
  void saysHowANodeIs(boolean online, boolean ready, String liveness, String word) {
    String node =
        "{\"status\":{\"online\":%s,\"state\":{\"ready\":%s},\"liveness\":\"%s\"}}"
            .formatted(online, ready, liveness);
    assertThat(Views.nodeState(Json.parse(node, "a node"))).isEqualTo(word);
  }
}
