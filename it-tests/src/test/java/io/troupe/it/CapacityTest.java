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

/// A node with little room: 4 processors, 1 GiB of memory, 50 pods.
class CapacityTest {
  private static final String SPACE = "it-room";
  private static final long MEMORY = 1L << 30;
  private static final int SLOTS = 50;

  /// Services of one pod of 25 MiB each, and how many of them fit.
  private static final int SERVICES = 100;

  private static final int FITTING = 40;

  @TempDir Path directory;
  private TroupeProcess troupe;
  private Api api;

  @BeforeEach
  void start() {
    troupe =
        TroupeProcess.simulated(directory.resolve("data"))
            .set("troupe.node.slots", Integer.toString(SLOTS))
            .set("troupe.node.sim.cpus", "4")
            .set("troupe.node.sim.memory", "1GiB")
            .start();
    api = troupe.api();
    api.apply(Manifests.namespace(SPACE)).ok();
    eventually(() -> assertThat(node().at("/capacity/ram").asLong()).isEqualTo(MEMORY));
  }

  @AfterEach
  void stop() {
    if (troupe != null) {
      troupe.close();
    }
  }

  private JsonNode node() {
    return api.resource("node", troupe.node()).path("status");
  }

  private JsonNode service(String name) {
    return api.resource("service", SPACE + ":" + name);
  }

  private static String manifest(String name, int replicas, String ram) {
    return Manifests.service(SPACE + ":" + name, replicas, TestImage.ONE, ram, "0.01");
  }

  private List<String> podStates(String name) {
    return api.list("pod", SPACE).stream()
        .filter(pod -> pod.at("/meta/self_link").asText().startsWith(SPACE + ":" + name + ":"))
        .map(pod -> pod.at("/status/state").asText())
        .toList();
  }

  @Test
  void aPodThatFitsNowhereWaitsWithCountedReasonsAndStartsWhenRoomAppears() {
    api.apply(manifest("big", 1, "700mib")).ok();
    eventually(() -> assertThat(service("big").at("/status/state").asText()).isEqualTo("ready"));
    api.apply(manifest("more", 1, "600mib")).ok();
    eventually(() -> assertThat(podStates("more")).containsExactly("waiting"));
    JsonNode pod =
        api.list("pod", SPACE).stream()
            .filter(one -> one.at("/status/state").asText().equals("waiting"))
            .findFirst()
            .orElseThrow();
    assertThat(pod.at("/status/message").asText()).contains("1 node", "memory");
    String link = pod.at("/meta/self_link").asText();
    assertThat(troupe.cli("get", "pods", "-n", SPACE, "-o", "wide").ok()).contains("memory");
    JsonNode reasons =
        api.history("pod", link).stream()
            .filter(event -> event.path("type").asText().equals("pod.PodUnschedulable"))
            .findFirst()
            .orElseThrow()
            .at("/event/reasons");
    assertThat(reasons).hasSize(1);
    assertThat(reasons.get(0).path("nodes").asInt()).isOne();
    assertThat(service("more").at("/status/message").asText()).contains("memory");

    api.deleteService(SPACE + ":big").ok();
    eventually(() -> assertThat(podStates("more")).containsExactly("ready"));
    assertThat(node().at("/allocated/ram").asLong()).isEqualTo(600L << 20);
  }

  @Test
  void aHundredParallelCreatesNeverTakeMoreThanTheNodeHas() throws Exception {
    try (Sampling<JsonNode> nodes = Sampling.of(this::node);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < SERVICES; i++) {
        String manifest = manifest("s" + i, 1, "25mib");
        answers.add(threads.submit(() -> api.apply(manifest)));
      }
      for (Future<Answer> answer : answers) {
        answer.get().ok();
      }
      eventually(() -> {
        assertThat(states("ready")).isEqualTo(FITTING);
        assertThat(states("waiting")).isEqualTo(SERVICES - FITTING);
      });
      // half of those that run make room, for as many others
      List<String> running =
          api.list("pod", SPACE).stream()
              .filter(pod -> pod.at("/status/state").asText().equals("ready"))
              .map(pod -> pod.at("/meta/self_link").asText())
              .limit(FITTING / 2)
              .toList();
      for (String pod : running) {
        api.deleteService(pod.substring(0, pod.indexOf(':', SPACE.length() + 1))).ok();
      }
      eventually(() -> {
        assertThat(states("ready")).isEqualTo(FITTING);
        assertThat(states("waiting")).isEqualTo(SERVICES - FITTING - FITTING / 2);
      });
      assertThat(nodes.values()).hasSizeGreaterThan(5);
      assertThat(nodes.values()).allSatisfy(CapacityTest::assertWithinCapacity);
    }
    assertThat(node().at("/allocated/ram").asLong()).isEqualTo(FITTING * (25L << 20));
  }

  private long states(String state) {
    return api.list("pod", SPACE).stream()
        .filter(pod -> pod.at("/status/state").asText().equals(state))
        .count();
  }

  private static void assertWithinCapacity(JsonNode status) {
    for (String resource : List.of("pods", "containers", "ram", "cpu", "storage")) {
      assertThat(status.path("allocated").path(resource).asLong())
          .as(resource)
          .isLessThanOrEqualTo(status.path("capacity").path(resource).asLong());
    }
  }
}
