package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.persistence.cassandra.CassandraProcess;
import io.troupe.persistence.net.FreePort;
import io.troupe.persistence.storage.SetUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a load balancer and a user see of a control member whose Cassandra goes and comes back.
class CassandraGoneTest {
  @TempDir Path directory;
  private CassandraProcess cassandra;
  private MemberProcess control;
  private Api api;

  @BeforeEach
  void start() throws IOException {
    Distribution.command();
    cassandra = CassandraProcess.start(directory.resolve("cassandra"));
    SetUp.createTables(List.of(cassandra.contactPoint()), "datacenter1", "troupe", "1");
    Path settings =
        Files.writeString(
            directory.resolve("troupe.conf"),
            "troupe.cassandra.contact-points = [\"%s\"]".formatted(cassandra.contactPoint()));
    int port = FreePort.next();
    control =
        MemberProcess.server(
            directory.resolve("c1"),
            port,
            "--seed",
            "127.0.0.1:" + port,
            "--storage",
            "cassandra",
            "--config",
            settings.toString());
    control.start();
    api = control.api();
    api.apply(Manifests.namespace("before")).ok();
  }

  @AfterEach
  void stop() {
    if (control != null) {
      control.close();
    }
    if (cassandra != null) {
      cassandra.close();
    }
  }

  @Test
  void itIsNotReadyWhileCassandraStandsStillAndReadyWhenItGoesOn() {
    assertReady();
    cassandra.pause();
    assertNotReadyAndSaysWhy();
    cassandra.resume();
    assertTakesWritesAgain();
  }

  @Test
  void itIsNotReadyWhileCassandraIsDeadAndReadyWhenItIsStartedAgain() {
    assertReady();
    cassandra.kill();
    assertNotReadyAndSaysWhy();
    cassandra.start();
    assertTakesWritesAgain();
    assertThat(control.isAlive()).isTrue();
  }

  private void assertReady() {
    JsonNode ready = api.get("/v2/health/ready").ok();
    assertThat(ready.path("writable").asBoolean()).isTrue();
  }

  /// It lives, and what it knows can still be read.
  private void assertNotReadyAndSaysWhy() {
    eventually(() -> {
      JsonNode ready = api.get("/v2/health/ready").refused(503);
      assertThat(ready.path("writable").asBoolean()).isFalse();
      assertThat(ready.toString()).contains("Cassandra");
    });
    Answer write = api.apply(Manifests.namespace("meanwhile"));
    write.refused(503);
    assertThat(write.message()).contains("Cassandra");
    api.get("/v2/health/live").ok();
    assertThat(api.get("/namespace").ok().toString()).contains("before");
  }

  private void assertTakesWritesAgain() {
    eventually(this::assertReady);
    eventually(() -> api.apply(Manifests.namespace("after")).ok());
    assertThat(api.find("namespace", "meanwhile")).as("what was refused").isEmpty();
    assertThat(api.find("namespace", "before")).isPresent();
  }
}
