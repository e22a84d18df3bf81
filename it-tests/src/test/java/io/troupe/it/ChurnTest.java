package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Services that come and go leave nothing behind.
class ChurnTest {
  private static final String SPACE = "it-churn";
  private static final int CYCLES = 300;
  private static final int PARALLEL = 10;

  @TempDir Path directory;
  private Docker docker;
  private TroupeProcess troupe;
  private Api api;

  @BeforeEach
  void start() {
    docker = Docker.require();
    troupe = TroupeProcess.docker(directory.resolve("data"), docker).start();
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

  @Test
  void threeHundredCyclesLeaveNoContainerNoDebtAndNoReservation() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CYCLES; i++) {
        int number = i;
        all.add(threads.submit(() -> cycle(number)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    eventually(() -> {
      assertThat(docker.containers(troupe)).isEmpty();
      for (String kind : List.of("service", "deployment", "pod")) {
        assertThat(api.list(kind, SPACE)).as(kind).isEmpty();
      }
      JsonNode allocated = api.resource("node", troupe.node()).at("/status/allocated");
      for (String resource : List.of("pods", "containers", "ram", "cpu", "storage")) {
        assertThat(allocated.path(resource).asLong(-1)).as(resource).isZero();
      }
      assertThat(api.resource("namespace", SPACE).at("/status/resources/allocated/ram").asText())
          .isEqualTo("0B");
    });
    api.delete("/namespace/" + SPACE).ok();
    eventually(() -> assertThat(api.find("namespace", SPACE)).isEmpty());
    LogChecks.assertGapFree(api);
    LogChecks.awaitQuiet(api);
    troupe.kill();
    try (StoredLog log = StoredLog.of(troupe)) {
      log.assertNobodyOwes();
    }
  }

  /// A service is made and deleted: in every other cycle while it is still starting.
  private void cycle(int number) {
    String link = SPACE + ":s" + number;
    api.apply(Manifests.service(link, 1, TestImage.ONE)).ok();
    if (number % 2 == 0) {
      eventually(() ->
          assertThat(api.resource("service", link).at("/status/state").asText())
              .isEqualTo("ready"));
    }
    api.deleteService(link).ok();
    eventually(() -> assertThat(api.find("service", link)).isEmpty());
  }
}
