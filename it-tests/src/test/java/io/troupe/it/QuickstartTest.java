package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README promises first, in a home and a data directory of its own.
class QuickstartTest {
  @TempDir Path directory;

  @Test
  void quickstartShowsAPageAndItsCauseAndDownAllLeavesNothing() throws IOException {
    Docker docker = Docker.require();
    String node = "it-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    String data = directory.resolve("data").toString();
    Map<String, String> environment =
        Map.of(
            "HOME", directory.toString(),
            "DOCKER_HOST", docker.host(),
            "TROUPE_JAVA_OPTS", "-Dtroupe.node.name=" + node);
    try {
      String told =
          Cli.run(environment, "", "quickstart", "--listen", "127.0.0.1:0", "--data", data).ok();
      assertThat(told).contains("Hello from ", "version 1").contains("troupe down --all");
      JsonNode holder = Api.json(Files.readString(Path.of(data, "troupe.pid")));
      Api api = new Api(holder.path("url").asText(), "");
      assertThat(docker.containers(node)).hasSize(3);
      String pod = docker.containers(node).getFirst().labels.get("io.troupe.pod");
      assertThat(api.get("/v2/why/pod/" + pod).ok().path("chain")).isNotEmpty();
      final var first = Docker.ids(docker.containers(node));

      Cli.run(environment, "", "quickstart", "--listen", "127.0.0.1:0", "--data", data).ok();
      assertThat(Docker.ids(docker.containers(node))).isEqualTo(first);

      Cli.run(environment, "", "down", "--all", "--data", data).ok();
      assertThat(docker.containers(node)).isEmpty();
      assertThat(ProcessHandle.of(holder.path("pid").asLong())).isEmpty();
    } finally {
      Cli.run(environment, "", "down", "--data", data);
      docker.containers(node).forEach(container -> docker.remove(container.getId()));
      docker.close();
    }
  }
}
