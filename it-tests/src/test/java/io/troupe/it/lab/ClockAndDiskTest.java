package io.troupe.it.lab;

import static io.troupe.it.Eventually.eventually;
import static io.troupe.it.lab.TestLab.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.Api;
import io.troupe.it.Manifests;
import io.troupe.it.TestImage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A control member and an agent of simulated containers, whose clocks jump and whose disk fills.
class ClockAndDiskTest {
  private static final String SPACE = "it-clock";
  private static final long HOUR = 3_600;

  private static TestLab test;
  private static Api api;

  @BeforeAll
  static void up() {
    List<String> settings = List.of("troupe.liveness.offline-after=20s");
    test =
        TestLab.up(
            LabPlan.of(2).withoutEngines().withClocks().withDisk("64m").withSettings(settings));
    api = test.api(test.host(1));
    api.apply(Manifests.namespace(SPACE)).ok();
  }

  @AfterAll
  static void down() {
    if (test != null) {
      test.close();
    }
  }

  @Test
  void aClockThatJumpsAnHourAndBackReplacesNothingAndHoldsNothingUp() {
    serve("steady", 3);
    Set<String> before = pods("steady");
    for (long offset : new long[] {HOUR, -HOUR, 0}) {
      test.lab().step(test.host(1), offset);
      test.lab().step(test.host(2), -offset);
      String name = "at" + (offset < 0 ? "minus" : "plus") + Math.abs(offset);
      Instant expected = Instant.now().plusSeconds(offset);
      eventually(() -> {
        api.apply(Manifests.service(SPACE + ":" + name, 1, TestImage.ONE)).ok();
        api.deleteService(SPACE + ":" + name).ok();
        assertThat(newestEvent()).isBetween(expected.minusSeconds(60), expected.plusSeconds(60));
      });
      serve("in" + name, 2);
      assertThat(pods("steady")).isEqualTo(before);
    }
  }

  @Test
  void aFullDiskRefusesCommandsAndNothingElseAndSpaceHealsIt() {
    serve("kept", 2);
    Set<String> before = pods("kept");
    run(test.host(1), "sh", "-c", "cat /dev/zero > /var/lib/troupe/ballast; df /var/lib/troupe");
    String another = Manifests.service(SPACE + ":another", 1, TestImage.ONE);
    eventually(() -> assertThat(api.apply(another).status()).isEqualTo(503));
    assertThat(pods("kept")).isEqualTo(before);
    assertThat(api.get("/v2/health/live").status()).isEqualTo(200);

    run(test.host(1), "rm", "/var/lib/troupe/ballast").ok();
    eventually(() -> assertThat(api.apply(another).status()).isEqualTo(200));
    serve("another", 1);
    assertThat(pods("kept")).isEqualTo(before);
  }

  private static void serve(String name, int replicas) {
    api.apply(Manifests.service(SPACE + ":" + name, replicas, TestImage.ONE)).ok();
    eventually(() -> assertThat(pods(name)).hasSize(replicas));
  }

  /// The pods of a service that are ready, and where.
  private static Set<String> pods(String service) {
    Set<String> ready = new TreeSet<>();
    for (JsonNode pod : api.list("pod", SPACE)) {
      String link = pod.at("/meta/self_link").asText();
      if (link.startsWith(SPACE + ":" + service + ":")
          && pod.at("/status/state").asText().equals("ready")) {
        ready.add(link + " on " + pod.at("/meta/node").asText());
      }
    }
    return ready;
  }

  private static Instant newestEvent() {
    JsonNode events = api.get("/v2/events?limit=1").ok().path("events");
    return Instant.parse(events.get(0).path("at").asText());
  }
}
