package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Input that is wrong is refused with a message that helps, over the API as on the command line,
/// and none of it is stored.
class BadInputTest {
  private static final String SERVICE = Manifests.service("default:web", 1, TestImage.ONE);
  private static final int USAGE = 2;
  private static final int DENIED = 6;

  @TempDir static Path directory;
  private static TroupeProcess troupe;
  private static Api api;
  private long head;

  @BeforeAll
  static void start() {
    troupe =
        TroupeProcess.simulated(directory.resolve("data"))
            .withToken("it-secret")
            .set("troupe.api.max-body", "100KiB")
            .start();
    api = troupe.api();
    Eventually.eventually(() -> assertThat(api.resource("node", troupe.node())).isNotNull());
  }

  @AfterAll
  static void stop() {
    if (troupe != null) {
      troupe.close();
    }
  }

  @BeforeEach
  void remember() {
    head = api.head();
  }

  @AfterEach
  void nothingIsStored() {
    assertThat(api.head()).as("the log's head").isEqualTo(head);
    assertThat(api.find("service", "default:web")).isEmpty();
  }

  private static JsonNode firstProblem(String manifest) {
    return api.apply(manifest).refused(400).at("/problems/0");
  }

  @Test
  void malformedYamlIsRefusedWithLineAndColumn() {
    String manifest = "kind: Service\nmeta:\n  name: web\n  labels: {a: b\nspec:\n  replicas: 1\n";
    JsonNode problem = firstProblem(manifest);
    assertThat(problem.path("line").asInt()).isEqualTo(5);
    assertThat(problem.path("column").asInt()).isPositive();
    assertThat(problem.path("message").asText()).isNotBlank();
    Cli cli = troupe.cliWith(manifest, "apply", "-f", "-");
    assertThat(cli.exit()).isNotZero();
    assertThat(cli.err()).contains(":5:" + problem.path("column").asInt() + ": ");
  }

  @Test
  void anUnknownFieldIsRefusedWithTheNearestKnownOne() {
    String manifest = SERVICE.replace("replicas:", "replcas:");
    JsonNode problem = firstProblem(manifest);
    assertThat(problem.path("path").asText()).isEqualTo("spec.replcas");
    assertThat(problem.path("line").asInt()).isEqualTo(4);
    assertThat(problem.path("message").asText() + problem.path("remedy").asText())
        .contains("replcas", "replicas");
    Cli cli = troupe.cliWith(manifest, "apply", "-f", "-");
    assertThat(cli.exit()).isNotZero();
    assertThat(cli.err()).contains(":4:3: ", "replcas", "replicas");
  }

  @Test
  void wrongQuantitiesAreRefusedWithTheirField() {
    JsonNode memory =
        firstProblem(SERVICE.replace("limits: {ram: 8mib", "limits: {ram: 8 furlongs"));
    assertThat(memory.path("path").asText()).endsWith("resources.limits.ram");
    assertThat(memory.path("message").asText() + memory.path("remedy").asText())
        .contains("8 furlongs", "MiB");
    JsonNode cpu = firstProblem(SERVICE.replace("cpu: \"0.01\"", "cpu: many"));
    assertThat(cpu.path("path").asText()).endsWith(".cpu");
    JsonNode replicas = firstProblem(SERVICE.replace("replicas: 1", "replicas: -1"));
    assertThat(replicas.path("path").asText()).isEqualTo("spec.replicas");
    JsonNode port = firstProblem(SERVICE.replace("entrypoint: /run", "ports: [\"99999/tcp\"]"));
    assertThat(port.path("path").asText()).contains("ports");
  }

  @Test
  void everythingWrongIsToldAtOnceAndNothingOfTheRestIsStored() {
    String bad = SERVICE.replace("replicas: 1", "replicas: x").replace("name: main", "nmae: main");
    JsonNode body = api.apply(Manifests.all(Manifests.namespace("it-half"), bad)).refused(400);
    assertThat(body.path("problems")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(body.path("problems"))
        .allSatisfy(problem -> assertThat(problem.path("document").asInt()).isEqualTo(1));
    assertThat(api.find("namespace", "it-half")).isEmpty();
  }

  @Test
  void duplicateNamesAreRefused() {
    String name = "{\"meta\":{\"name\":\"default\"}}";
    Answer taken = api.post("/namespace", name);
    taken.refused(400);
    assertThat(taken.body().path("status").asText()).isEqualTo("Not Unique");
    assertThat(taken.message()).isEqualTo("Name is already in use");
    String container = SERVICE.substring(SERVICE.indexOf("      - name: main"));
    JsonNode problem = firstProblem(SERVICE + container);
    assertThat(problem.path("path").asText()).contains("containers[1]");
    assertThat(problem.path("message").asText()).contains("main");
    JsonNode twice = api.apply(Manifests.all(SERVICE, SERVICE)).refused(400);
    assertThat(twice.path("message").asText()).contains("web");
    JsonNode key = firstProblem(SERVICE.replace("  replicas: 1", "  replicas: 1\n  replicas: 2"));
    assertThat(key.path("line").asInt()).isEqualTo(5);
    assertThat(key.path("message").asText()).contains("replicas");
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    String long1 = SERVICE + "#" + "x".repeat(200 * 1024);
    Answer answer = api.apply(long1);
    answer.refused(413);
    assertThat(answer.message()).contains("102400", "troupe.api.max-body");
    api.post("/namespace/default/service", long1).refused(413);
  }

  @Test
  void aWrongTokenIsRefused() {
    for (Api stranger : new Api[] {api.withToken("wrong"), api.withToken("")}) {
      stranger.apply(SERVICE).refused(401);
      stranger.get("/v2/resources/service").refused(401);
      Answer old = stranger.get("/namespace");
      old.refused(401);
      assertThat(old.message()).isEqualTo("Unauthorized");
      assertThat(stranger.get("/v2/health/ready").status()).isEqualTo(200);
    }
    Cli cli = Cli.run(api.url(), "wrong", SERVICE, "apply", "-f", "-");
    assertThat(cli.exit()).isEqualTo(DENIED);
    assertThat(cli.err()).contains("token");
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    JsonNode kind = api.apply(SERVICE.replace("kind: Service", "kind: Servise")).refused(400);
    assertThat(kind.toString()).contains("Servise", "did you mean `service`");
    Answer space = api.apply(SERVICE.replace("namespace: default", "namespace: it-nowhere"));
    assertThat(space.status()).isIn(400, 404);
    assertThat(space.message()).contains("it-nowhere");
    api.get("/v2/resources/gadget").refused(404);
    api.get("/v2/nothing").refused(404);
    Cli cli = troupe.cli("get", "gadgets");
    assertThat(cli.exit()).isEqualTo(USAGE);
    assertThat(cli.err()).contains("gadgets");
  }

  @Test
  void aBodyThatIsNoObjectIsRefused() {
    for (String body : new String[] {"[]", "7", "{", "{\"meta\":7}", "\u0000", "a: &a [*a]"}) {
      assertThat(api.apply(body).status()).as("apply of %s", body).isEqualTo(400);
      assertThat(api.post("/namespace/default/service", body).status())
          .as("old create with %s", body)
          .isEqualTo(400);
    }
  }
}
