package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Containers that end before they count as running. They have long to end, because a Docker Engine
/// on a busy machine may tell of it late.
class BriefContainersTest {
  private static final String SPACE = "it-brief";
  private static final String LINK = SPACE + ":brief";

  @TempDir Path directory;
  private Docker docker;
  private TroupeProcess troupe;
  private Api api;

  @BeforeEach
  void start() {
    docker = Docker.require();
    troupe =
        TroupeProcess.docker(directory.resolve("data"), docker)
            .set("troupe.node.min-ready", "10s")
            .start();
    api = troupe.api();
    api.apply(Manifests.namespace(SPACE)).ok();
  }

  @AfterEach
  void clean() {
    if (troupe != null) {
      docker.clean(troupe);
      docker.close();
    }
  }

  private void awaitServed(String deployment, String image) {
    eventually(() -> {
      JsonNode service = api.resource("service", LINK);
      assertThat(service.at("/status/state").asText()).isEqualTo("ready");
      assertThat(service.path("deployments").fieldNames())
          .toIterable()
          .containsExactly(LINK + ":" + deployment);
      assertThat(docker.containers(troupe, LINK))
          .hasSize(2)
          .allSatisfy(c -> assertThat(c.getImage()).isEqualTo(image));
      assertThat(docker.running(troupe, LINK)).hasSize(2);
    });
  }

  private static List<JsonNode> ofType(List<JsonNode> events, String type) {
    return events.stream().filter(event -> event.path("type").asText().equals(type)).toList();
  }

  @Test
  void anImageWhoseContainersEndSoonNeverReplacesTheOldOne() {
    api.apply(Manifests.service(LINK, 2, TestImage.ONE)).ok();
    awaitServed("v1", TestImage.ONE);
    final List<String> serving = Docker.ids(docker.running(troupe, LINK));

    String brief =
        Manifests.service(LINK, 2, TestImage.TWO)
            .replace(
                "entrypoint: /run",
                "entrypoint: /bin/sh\n        args: [\"-c\", \"sleep 0.3; exit 3\"]");
    api.apply(brief).ok();
    eventually(() ->
        assertThat(api.resource("service", LINK).at("/status/message").asText())
            .contains("ended with exit code 3; starts again in 4 s"));
    assertThat(api.resource("service", LINK).at("/status/state").asText()).isNotEqualTo("ready");
    assertThat(Docker.ids(docker.running(troupe, LINK))).containsAll(serving);
    assertThat(troupe.cli("describe", "service", "brief", "-n", SPACE).ok())
        .contains("ended with exit code 3");
    List<JsonNode> events = api.history("service", LINK);
    assertThat(ofType(events, "service.DeploymentRetired")).isEmpty();
    assertThat(ofType(events, "service.DeploymentNoted"))
        .filteredOn(e -> e.at("/event/name").asText().equals("v2"))
        .isNotEmpty()
        .noneMatch(e -> e.at("/event/note/condition").asText().equals("READY"));

    api.apply(Manifests.service(LINK, 2, TestImage.TWO)).ok();
    awaitServed("v3", TestImage.TWO);
  }
}
