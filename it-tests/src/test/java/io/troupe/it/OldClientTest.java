package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients of Last.Backend send, with all their slips, goes on working.
class OldClientTest {
  @TempDir Path directory;
  private TroupeProcess troupe;

  @BeforeEach
  void start() {
    troupe = TroupeProcess.simulated(directory.resolve("data")).start();
  }

  @AfterEach
  void stop() {
    if (troupe != null) {
      troupe.close();
    }
  }

  @Test
  void oldRoutesTolerateUnknownFieldsAndNameThemInAWarning() {
    Answer answer =
        troupe
            .api()
            .post(
                "/namespace/default/service",
                """
                {"meta": {"name": "tolerant", "namespace": null, "colour": "red"},
                 "spec": {"replicas": 1, "template": {"containers": [
                   {"name": "main", "image": {"name": "troupe/it:1"}, "envs": []}]}}}
                """);
    JsonNode service = answer.ok();
    assertThat(answer.headers().allValues("Warning"))
        .isNotEmpty()
        .anySatisfy(warning -> assertThat(warning).contains("colour"))
        .anySatisfy(warning -> assertThat(warning).contains("envs"));
    assertThat(service.at("/meta/name").asText()).isEqualTo("tolerant");
    Eventually.eventually(() ->
        assertThat(
                troupe
                    .api()
                    .get("/namespace/default/service/tolerant")
                    .ok()
                    .at("/status/state")
                    .asText())
            .isEqualTo("ready"));
  }
}
