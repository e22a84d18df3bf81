package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.it.history.Clients;
import io.troupe.it.history.Linearizability;
import io.troupe.it.history.Operation;
import io.troupe.it.history.Register;
import io.troupe.persistence.load.Stalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three control members on Cassandra and two agents, each a process of its own: what they have
/// answered holds, whatever becomes of them.
class ThreeMembersTest {
  private static final int CLIENTS = 16;
  private static final int WRITES_A_SECOND = 200;
  private static final int WARMING_UP = 30;
  private static final int REGISTERS = 24;
  private static final long LEAST_ANSWERS = 100;
  private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(5);

  private static final Duration LATE_TIMERS = Duration.ofSeconds(3);

  @TempDir private static Path directory;
  private static Trio trio;
  private static List<Register> registers;

  @BeforeAll
  static void start() throws IOException {
    trio = Trio.start(directory);
    registers =
        IntStream.range(0, REGISTERS)
            .<Register>mapToObj(i -> new AnyMember("r" + i, trio.apis()))
            .toList();
    String service = Manifests.service("demo:web", 4, "web:1");
    trio.api(1).apply(Manifests.all(Manifests.namespace("demo"), service)).ok();
  }

  @AfterAll
  static void stop() {
    if (trio != null) {
      trio.close();
    }
  }

  @BeforeEach
  void anew() {
    trio.awaitAll("up");
    for (int i = 0; i < REGISTERS; i++) {
      trio.api(2)
          .apply("kind: Namespace\nmeta: {name: r%d, description: first}\n".formatted(i))
          .ok();
    }
    eventually(() -> {
      assertThat(trio.api(3).list("pod", "demo")).hasSize(4);
      trio.api(3)
          .list("pod", "demo")
          .forEach(pod -> assertThat(pod.at("/status/state").asText()).isEqualTo("ready"));
    });
  }

  @Test
  void aKilledMemberCostsNoAnsweredWriteAndNobodyWaitsLongerThanFiveSeconds() throws Exception {
    Stalls.assertShorter(
        LONGEST_TROUBLE,
        () -> {
          trio.control(1).awaitReady();
          anew();
          return longestWaitAfterAKill();
        });
  }

  private static Duration longestWaitAfterAKill() {
    Clients clients = clients();
    Stalls stalls = Stalls.watch();
    long rate;
    try (clients;
        stalls) {
      rate = writesOfASecond(clients);
      for (int second = 0; second < WARMING_UP && rate < WRITES_A_SECOND; second++) {
        rate = writesOfASecond(clients);
      }
      trio.control(1).kill();
      pass(8_000);
    }
    boolean disturbed = stalls.isDisturbed();
    trio.control(1).launch();
    assertHistories(clients);
    assertThat(rate).as("writes a second").isGreaterThan(disturbed ? 0 : WRITES_A_SECOND - 1);
    return disturbed ? withoutLateTimers(clients.longest()) : clients.longest();
  }

  /// Where several processes wait for each processor, their timers are late as well.
  private static Duration withoutLateTimers(Duration longest) {
    Duration least = longest.minus(LATE_TIMERS);
    return least.isNegative() ? Duration.ZERO : least;
  }

  @Test
  void afterAllWereKilledEverythingIsAsItWasAndNoContainerIsTouched() {
    Map<String, List<JsonNode>> before = everything();
    long head = trio.api(1).head();
    trio.control().forEach(MemberProcess::kill);
    trio.control().forEach(MemberProcess::launch);
    trio.awaitAll("up");
    for (int member = 1; member <= 3; member++) {
      Api api = trio.api(member);
      eventually(() -> assertThat(everything(api)).isEqualTo(before));
    }
    assertThat(trio.api(1).get("/v2/events?type=node.NodeWentOffline").ok().path("events"))
        .as("no node was given up")
        .isEmpty();
    assertThat(Api.elements(trio.api(1).get("/v2/events?after=" + head).ok().path("events")))
        .extracting(event -> event.path("type").asText())
        .as("nothing has happened but that an agent took its time to come back")
        .isSubsetOf("node.NodeSuspected", "node.NodeWentOnline");
  }

  @Test
  void theNextBuildReplacesOneMemberAfterTheOtherAndNoRequestFails() {
    Clients clients = clients();
    try (clients) {
      for (MemberProcess one : trio.control()) {
        one.stop();
        one.set("akka.cluster.app-version", "9.9.9").start();
        trio.awaitAll("up");
      }
    }
    assertThat(clients.unanswered()).as(rate(clients)).isZero();
    assertHistories(clients);
    assertThat(trio.versions()).containsExactly("9.9.9", "9.9.9", "9.9.9");
  }

  @Test
  void aMemberThatStoodStillForLongAnswersNothingWrongAndJoinsAgain() {
    MemberProcess still = trio.control(2);
    Clients clients = clients();
    try (clients) {
      pass(1_000);
      still.signal("STOP");
      pass(12_000);
      still.signal("CONT");
      eventually(() -> assertThat(still.said()).contains("Put out of the cluster"));
      trio.awaitAll("up");
    }
    assertHistories(clients);
  }

  /// Somewhat more than are to be answered, since a client that has waited does not catch up.
  private static Clients clients() {
    int writes = WRITES_A_SECOND * 5 / 4;
    return Clients.start(CLIENTS, writes, registers, new SplittableRandom(Seeds.next()));
  }

  private static long writesOfASecond(Clients clients) {
    long before = clients.written();
    pass(1_000);
    return clients.written() - before;
  }

  private static void assertHistories(Clients clients) {
    assertThat(answers(clients)).as("work was done").isGreaterThan(LEAST_ANSWERS);
    for (Register register : registers) {
      List<Operation> history = clients.history(register);
      assertThat(Linearizability.violation("first", history))
          .as(() -> register + " with this history: " + history + trio.said())
          .isEmpty();
    }
  }

  private static long answers(Clients clients) {
    return registers.stream()
        .flatMap(register -> clients.history(register).stream())
        .filter(Operation::isAnswered)
        .count();
  }

  /// How much was written, for whoever reads a failure.
  private static String rate(Clients clients) {
    return "%d answers; the longest took %d ms"
        .formatted(answers(clients), clients.longest().toMillis());
  }

  private static Map<String, List<JsonNode>> everything() {
    return everything(trio.api(1));
  }

  private static Map<String, List<JsonNode>> everything(Api api) {
    Map<String, List<JsonNode>> all = new TreeMap<>();
    for (String kind : List.of("namespace", "service", "deployment", "pod", "node")) {
      all.put(kind, Api.elements(api.get("/v2/resources/" + kind).ok().path("items")));
    }
    // whether it was suspected for a moment; what has happened to it is looked at by itself
    all.getOrDefault("node", List.of())
        .forEach(node -> ((ObjectNode) node.path("meta")).remove("updated"));
    return all;
  }

  /// Lets time pass, which is what this is about.
  private static void pass(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
