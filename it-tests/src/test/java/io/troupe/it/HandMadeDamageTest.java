package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import io.troupe.persistence.load.Stalls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody does to the containers behind the platform's back is put right, and told.
class HandMadeDamageTest {
  private static final String SPACE = "it-damage";

  /// The first restart waits for a second; the rest is for Docker on a busy machine.
  private static final Duration RESTART = Duration.ofSeconds(1);

  private static final Duration SLACK = Duration.ofSeconds(4);

  @TempDir static Path directory;
  private static Docker docker;
  private static TroupeProcess troupe;
  private static Api api;

  @BeforeAll
  static void start() {
    docker = Docker.require();
    troupe = TroupeProcess.docker(directory.resolve("data"), docker).start();
    api = troupe.api();
    api.apply(Manifests.namespace(SPACE)).ok();
  }

  @AfterAll
  static void clean() {
    if (troupe != null) {
      docker.clean(troupe);
      docker.close();
    }
  }

  @Test
  void aKilledContainerIsBackWithinItsRestartDelayAndTheLogTellsItsExitCode() throws Exception {
    AtomicInteger attempt = new AtomicInteger();
    Stalls.assertShorter(
        RESTART.plus(SLACK), () -> backAfterAKill(SPACE + ":killed" + attempt.incrementAndGet()));
  }

  private static Duration backAfterAKill(String link) {
    String request = begin(link);
    Container victim = docker.running(troupe, link).getFirst();
    String pod = victim.labels.get("io.troupe.pod");
    final Instant begun = Instant.now();
    docker.kill(victim.getId());
    eventually(() -> {
      JsonNode seen = container(pod);
      assertThat(seen.path("restared").asInt()).isEqualTo(1);
      assertThat(seen.path("ready").asBoolean()).isTrue();
    });
    Instant back = Instant.parse(container(pod).at("/state/started/timestamp").asText());
    assertThat(Duration.between(begun, back)).isGreaterThanOrEqualTo(RESTART);
    assertThat(docker.running(troupe, link)).hasSize(2);
    assertThat(observed(pod))
        .anySatisfy(container -> {
          assertThat(container.path("running").asBoolean()).isFalse();
          assertThat(container.path("exitCode").asInt()).isEqualTo(137);
        });
    assertLeadsTo(pod, request);
    api.deleteService(link).ok();
    return Duration.between(begun, back);
  }

  @Test
  void aRemovedContainerIsMadeAnewAndTheLogTellsThatItWasGone() throws Exception {
    AtomicInteger attempt = new AtomicInteger();
    Stalls.assertShorter(
        RESTART.plus(SLACK),
        () -> backAfterARemoval(SPACE + ":removed" + attempt.incrementAndGet()));
  }

  private static Duration backAfterARemoval(String link) {
    String request = begin(link);
    Container victim = docker.running(troupe, link).getFirst();
    String pod = victim.labels.get("io.troupe.pod");
    final Instant begun = Instant.now();
    docker.remove(victim.getId());
    eventually(() -> {
      JsonNode seen = container(pod);
      assertThat(seen.path("id").asText()).isNotEmpty().isNotEqualTo(victim.getId());
      assertThat(seen.path("ready").asBoolean()).isTrue();
    });
    Instant back = Instant.parse(container(pod).at("/state/started/timestamp").asText());
    List<Container> now = docker.running(troupe, link);
    assertThat(now).hasSize(2).noneMatch(container -> container.getId().equals(victim.getId()));
    assertThat(now.stream().map(Docker::role)).doesNotHaveDuplicates();
    assertThat(observed(pod))
        .anySatisfy(container -> assertThat(container.path("running").asBoolean()).isFalse());
    assertLeadsTo(pod, request);
    api.deleteService(link).ok();
    return Duration.between(begun, back);
  }

  /// Applies a service of two pods and awaits them; gives the id of the request.
  private static String begin(String link) {
    String request =
        api.apply(Manifests.service(link, 2, TestImage.ONE)).ok().path("request").asText();
    eventually(() -> {
      assertThat(docker.running(troupe, link)).hasSize(2);
      assertThat(api.resource("service", link).at("/status/state").asText()).isEqualTo("ready");
    });
    return request;
  }

  private static JsonNode container(String pod) {
    return api.resource("pod", pod).at("/status/runtime/services/0");
  }

  /// The pod's container in each observation of it since it first ran, oldest first.
  private static List<JsonNode> observed(String pod) {
    return api.history("pod", pod).stream()
        .filter(event -> event.path("type").asText().equals("pod.PodObserved"))
        .map(event -> event.at("/event/observation/containers/0"))
        .dropWhile(container -> !container.path("running").asBoolean())
        .toList();
  }

  /// Checks that `why` leads from the pod as it is now back to the request.
  private static void assertLeadsTo(String pod, String request) {
    List<JsonNode> chain = Api.elements(api.get("/v2/why/pod/" + pod).ok().path("chain"));
    assertThat(chain.getFirst().path("type").asText()).isEqualTo("pod.PodObserved");
    assertThat(chain.getLast().path("type").asText()).isEqualTo("service.ServiceRequested");
    assertThat(chain.getLast().path("request").asText()).isEqualTo(request);
    assertThat(chain.getLast().has("parent")).isFalse();
  }
}
