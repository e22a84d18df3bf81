package io.troupe.it.lab;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.Answer;
import io.troupe.it.AnyMember;
import io.troupe.it.Api;
import io.troupe.it.Seeds;
import io.troupe.it.history.Clients;
import io.troupe.it.history.Linearizability;
import io.troupe.it.history.Operation;
import io.troupe.it.history.Register;
import io.troupe.persistence.cassandra.CassandraProcess;
import io.troupe.persistence.storage.SetUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three control members of which one is cut off from the other two. Clients and Cassandra reach
/// all three throughout, so nothing but the members' own rules keeps the two sides from both
/// writing.
class PartitionTest {
  private static final int CLIENTS = 6;
  private static final int REGISTERS = 12;
  private static final long LEAST_ANSWERS = 100;
  private static final int CQL_PORT = 9042;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration CUT = Duration.ofSeconds(6);
  private static final String REFUSED = "/namespace/refused";

  @TempDir private static Path directory;
  private static TestLab test;
  private static CassandraProcess cassandra;
  private static List<Api> apis;
  private static List<Register> registers;

  @BeforeAll
  static void start() {
    test =
        TestLab.up(
            LabPlan.of(3).withControl(3).withoutEngines().withoutPlatform(),
            placed ->
                placed.withSettings(
                    List.of(
                        "troupe.storage=cassandra",
                        "troupe.cassandra.contact-points.0="
                            + placed.subnet().machine()
                            + ":"
                            + CQL_PORT)));
    cassandra = CassandraProcess.startAt(directory, test.machine(), CQL_PORT);
    SetUp.createTables(List.of(cassandra.contactPoint()), "datacenter1", "troupe", "1");
    Lab lab = test.lab();
    lab.hosts().forEach(host -> lab.begin(host, Lab.TROUPE));
    apis = lab.hosts().stream().map(host -> new Api(lab.url(host), lab.token(), PATIENCE)).toList();
    registers =
        IntStream.range(0, REGISTERS)
            .<Register>mapToObj(i -> new AnyMember("r" + i, apis))
            .toList();
  }

  @AfterAll
  static void stop() {
    if (test != null) {
      test.close();
    }
    if (cassandra != null) {
      cassandra.close();
    }
  }

  @BeforeEach
  void anew() {
    test.lab().heal();
    awaitAll();
    eventually(() -> apis.getFirst().apply("kind: Namespace\nmeta: {name: refused}\n").ok());
    for (int i = 0; i < REGISTERS; i++) {
      String register = "kind: Namespace\nmeta: {name: r%d, description: first}\n".formatted(i);
      eventually(() -> apis.get(1).apply(register).ok());
    }
  }

  @Test
  void theOneThatIsCutOffRefusesWritesWhileTheOtherTwoGoOn() {
    LabHost lost = test.host(3);
    Clients clients = clients();
    try (clients) {
      pass(Duration.ofSeconds(2));
      test.lab().cutOff(lost);
      eventually(() -> assertThat(write(3).status()).isEqualTo(503));
      eventually(() -> assertThat(write(1).status()).isEqualTo(200));
      eventually(() -> assertThat(write(2).status()).isEqualTo(200));
      assertRefusesFor(CUT);
      eventually(
          () -> assertThat(description()).as("nothing of what was refused").isEqualTo("by 2"));
      eventually(() -> assertThat(write(1).status()).isEqualTo(200));
      test.lab().heal();
      awaitAll();
    }
    assertHistories(clients);
  }

  @Test
  void oneThatHearsButIsNotHeardLeadsToNoTwoTruths() {
    LabHost mute = test.host(2);
    Clients clients = clients();
    try (clients) {
      pass(Duration.ofSeconds(2));
      test.lab().cut(mute, test.lab().others(mute), false);
      pass(CUT);
      eventually(() -> assertThat(takers()).isGreaterThanOrEqualTo(2));
      test.lab().heal();
      awaitAll();
    }
    assertHistories(clients);
  }

  private static Clients clients() {
    return Clients.start(CLIENTS, 200, registers, new SplittableRandom(Seeds.next()));
  }

  private static Answer write(int member) {
    return apis.get(member - 1)
        .put(REFUSED, "{\"meta\":{\"description\":\"by %d\"}}".formatted(member));
  }

  private static String description() {
    return apis.getFirst().resource("namespace", "refused").at("/meta/description").asText();
  }

  private static long takers() {
    return IntStream.rangeClosed(1, 3).filter(member -> write(member).status() == 200).count();
  }

  /// Asks all that time. Each write is refused in words (too few control members see each other, or
  /// this one begins anew), but for the moment in which nobody listens or goes on to listen.
  private static void assertRefusesFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    int refused = 0;
    while (System.nanoTime() < end) {
      try {
        Answer answer = write(3);
        assertThat(answer.status()).as(answer.message()).isEqualTo(503);
        assertThat(answer.message()).isNotBlank();
        refused += answer.message().contains("this member") ? 1 : 0;
      } catch (UncheckedIOException unanswered) {
        assertThat(unanswered).hasCauseInstanceOf(IOException.class);
      }
      pass(Duration.ofMillis(20));
    }
    assertThat(refused).as("refusals that say why").isPositive();
  }

  /// Returns when all three are ready, and each sees all three.
  private static void awaitAll() {
    eventually(() -> {
      for (Api api : apis) {
        api.get("/v2/health/ready").ok();
        assertThat(Api.elements(api.get("/v2/cluster/members").ok()))
            .extracting((JsonNode member) -> member.path("status").asText())
            .containsExactly("up", "up", "up");
      }
    });
  }

  private static void assertHistories(Clients clients) {
    long answers = 0;
    for (Register register : registers) {
      List<Operation> history = clients.history(register);
      answers += history.stream().filter(Operation::isAnswered).count();
      assertThat(Linearizability.violation("first", history))
          .as(() -> register + " with this history: " + history)
          .isEmpty();
    }
    assertThat(answers).as("work was done").isGreaterThan(LEAST_ANSWERS);
  }

  /// Lets time pass, which is what a partition is about.
  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() > end);
  }
}
