package io.troupe.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.CommandRun;
import io.troupe.cli.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientCommandsTest {
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String service(String state, String message) {
    return """
    {"meta":{"name":"web","namespace":"demo","self_link":"demo:web","created":"0001-01-01T00:00:00Z"},
     "status":{"state":"%s","message":"%s"},
     "spec":{"replicas":2,"network":{"ports":{"80":"8080/tcp"}},
             "template":{"containers":[{"name":"c","image":{"name":"nginx:1"}}]}},
     "deployments":{"demo:web:v1":{"pods":{"a":{"status":{"state":"ready"}},"b":{"status":{"state":"pull"}}}}}}
    """
        .formatted(state, message);
  }

  private static String pod(String name) {
    return "{\"meta\":{\"name\":\"%s\",\"namespace\":\"demo\",\"self_link\":\"demo:web:d_v1:%s\"}}"
        .formatted(name, name);
  }

  private static String items(String... views) {
    return "{\"revision\":7,\"items\":[" + String.join(",", views) + "]}";
  }

  @Test
  void listsServicesOfTheNamespaceWithTheirReadyPods() {
    server.on("GET /v2/resources/service?namespace=demo", 200, items(service("ready", "")));
    CommandRun run = CommandRun.at(server, "get services");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME   READY   STATE   IMAGE     AGE
            web    1/2     ready   nginx:1
            """);
  }

  @Test
  void listsAllNamespacesAndSaysWhichIsWhich() {
    server.on("GET /v2/resources/service", 200, items(service("ready", "all is well")));
    CommandRun run = CommandRun.at(server, "get svc -A -o wide");
    assertThat(run.out()).startsWith("NAMESPACE   NAME").contains("80:8080/tcp", "all is well");
  }

  @Test
  void printsTheServersAnswerAsJsonAndYaml() {
    server.on("GET /v2/resources/service/demo:web", 200, service("ready", ""));
    assertThat(CommandRun.at(server, "get service web -o json").out())
        .contains("\"name\" : \"web\"");
    assertThat(CommandRun.at(server, "get service/web -o yaml").out())
        .contains("meta:\n  name: web\n");
  }

  @Test
  void saysWhenThereIsNothingToList() {
    server.on("GET /v2/resources/pod?namespace=demo", 200, items());
    CommandRun run = CommandRun.at(server, "get pods");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("There are no pods in namespace demo");
  }

  @Test
  void findsAPodByTheStartOfItsName() {
    server.on("GET /v2/resources/pod?namespace=demo", 200, items(pod("3f2a9c1"), pod("77aa00b")));
    server.on("GET /v2/resources/pod/demo:web:d_v1:3f2a9c1", 200, pod("3f2a9c1"));
    CommandRun run = CommandRun.at(server, "get pod 3f2 -o json");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("demo:web:d_v1:3f2a9c1");
  }

  @Test
  void refusesToGuessBetweenTwoPods() {
    server.on("GET /v2/resources/pod?namespace=demo", 200, items(pod("3f2a9c1"), pod("3f2bbbb")));
    CommandRun run = CommandRun.at(server, "get pod 3f2");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("any of 2 pods", "3f2a9c1", "3f2bbbb", "write more of the name");
  }

  @Test
  void exitsWithThreeForWhatDoesNotExist() {
    server.on(
        "GET /v2/resources/service/demo:nope",
        404,
        "{\"code\":404,\"status\":\"Not Found\",\"message\":\"Service not found\"}");
    CommandRun run = CommandRun.at(server, "get service nope");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("error: Service not found\n");
  }

  @Test
  void exitsWithFourAndTheRemedyWhenNobodyListens() {
    server.close();
    CommandRun run = CommandRun.at(server, "get services");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("cannot reach " + server.url(), "troupe dev");
  }

  @Test
  void exitsWithSixWhenTheTokenIsWrong() {
    server.on("GET /v2/resources/node", 401, "{\"code\":401,\"message\":\"Unauthorized\"}");
    CommandRun run = CommandRun.at(server, "get nodes");
    assertThat(run.exit()).isEqualTo(6);
    assertThat(run.err()).contains("does not accept the token", "--token");
  }

  @Test
  void exitsWithTwoForAKindThatIsNone() {
    CommandRun run = CommandRun.at(server, "get sorcerers");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("no kind 'sorcerers'", "deployment");
  }

  @Test
  void sendsTheTokenAndWhoAsks() {
    server.on("GET /v2/resources/node", 200, items());
    CommandRun.of(
        Map.of("TROUPE_SERVER", server.url(), "TROUPE_TOKEN", "s3cret", "USER", "ada"),
        "",
        "get",
        "nodes");
    assertThat(server.requests.getFirst().headers())
        .containsEntry("Authorization", List.of("Bearer s3cret"))
        .containsEntry("X-troupe-user", List.of("ada"));
  }

  @Test
  void appliesSeveralFilesAtOnceAndTellsEachObjectsFate(@TempDir Path directory)
      throws IOException {
    Files.writeString(directory.resolve("a.yml"), "kind: Namespace\nmeta: {name: demo}");
    Files.writeString(directory.resolve("b.yaml"), "kind: Service\n");
    Files.writeString(directory.resolve("notes.txt"), "no manifest");
    server.on(
        "POST /v2/apply?namespace=demo",
        200,
        """
        {"results":[{"kind":"namespace","name":"demo","self_link":"demo","action":"created"},
                    {"kind":"service","name":"web","self_link":"demo:web","action":"unchanged"}]}
        """);
    CommandRun run = CommandRun.at(server, "apply -f " + directory);
    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo("namespace demo created\nservice demo/web unchanged\n");
    assertThat(server.requests.getFirst().body())
        .isEqualTo("kind: Namespace\nmeta: {name: demo}\n---\nkind: Service\n");
  }

  @Test
  void namesFileLineAndColumnOfEachProblem(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.yml"), "kind: Namespace\nmeta: {name: demo}\n");
    Files.writeString(directory.resolve("b.yml"), "kind: Service\nspec:\n  replcas: 3\n");
    server.on(
        "POST /v2/apply?namespace=demo",
        400,
        """
        {"code":400,"status":"Bad Request","message":"1 problem","problems":[{"document":2,"line":6,
         "column":3,"path":"spec.replcas","message":"unknown field `replcas`",
         "remedy":"did you mean `replicas`?"}]}
        """);
    CommandRun run = CommandRun.at(server, "apply -f " + directory);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            directory
                + "/b.yml:3:3: unknown field `replcas` at spec.replcas; did you mean `replicas`?")
        .contains("nothing was applied: 1 problem");
  }

  @Test
  void readsManifestsFromTheStandardInput() {
    server.on("POST /v2/apply?namespace=default&dry=true", 200, "{\"results\":[]}");
    CommandRun run =
        CommandRun.of(
            Map.of("TROUPE_SERVER", server.url()), "kind: Service\n", "apply", "-f", "-", "--dry");
    assertThat(run.exit()).isZero();
    assertThat(server.requests.getFirst().body()).isEqualTo("kind: Service\n");
  }

  @Test
  void scalesByFlagAndByNumber() {
    server.on("POST /v2/services/demo/web/scale", 200, service("provision", ""));
    assertThat(CommandRun.at(server, "scale service/web --replicas 2").out())
        .isEqualTo("service demo/web is to run 2 pods\n");
    assertThat(CommandRun.at(server, "scale demo/web 2").exit()).isZero();
    assertThat(server.requests)
        .extracting(FakeServer.Request::body)
        .containsOnly("{\"replicas\":2}");
  }

  @Test
  void deletesByTheRouteOfItsKind() {
    server.on("DELETE /namespace/demo/service/web", 200, "");
    server.on("DELETE /namespace/demo/service/api", 200, "");
    CommandRun run = CommandRun.at(server, "delete service web api");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo("service demo/web deleted\nservice demo/api deleted\n");
  }

  @Test
  void deletesWhatAManifestNamesServicesFirst(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("all.yml");
    Files.writeString(
        file,
        "kind: Namespace\nmeta: {name: demo}\n---\nkind: Service\nmeta: {name: web, namespace: demo}\n");
    server.on("DELETE /namespace/demo/service/web", 200, "");
    server.on("DELETE /namespace/demo", 200, "");
    assertThat(CommandRun.at(server, "delete -f " + file).out())
        .isEqualTo("service demo/web deleted\nnamespace demo deleted\n");
  }

  @Test
  void explainsWhyAPodCannotBeDeleted() {
    CommandRun run = CommandRun.at(server, "delete demo:web:d_v1:3f2a9c1");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("belongs to its deployment", "troupe redeploy");
  }

  @Test
  void waitsByTheEventStreamUntilTheServiceIsReady() {
    server.on("GET /v2/events?order=newest&limit=1", 200, "{\"head\":41,\"events\":[]}");
    server.on("GET /v2/resources/service/demo:web", 200, service("provision", ""));
    server.on("GET /v2/resources/service/demo:web", 200, service("ready", ""));
    server.stream(
        "GET /v2/watch?after=41&kind=service&link=demo:web",
        "{\"revision\":42,\"type\":\"service.ServiceNoted\"}");
    CommandRun run = CommandRun.at(server, "wait service/web");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo("service demo/web is ready\n");
  }

  @Test
  void exitsWithFiveAndTheStateWhenTheTimeIsUp() {
    server.on("GET /v2/events?order=newest&limit=1", 200, "{\"head\":1,\"events\":[]}");
    server.on("GET /v2/resources/service/demo:web", 200, service("error", "no such image"));
    server.stream("GET /v2/watch?after=1&kind=service&link=demo:web");
    CommandRun run = CommandRun.at(server, "wait web --timeout 100ms");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).contains("state 'error'", "no such image", "troupe why");
  }

  @Test
  void waitsUntilAServiceIsGone() {
    server.on("GET /v2/events?order=newest&limit=1", 200, "{\"head\":1,\"events\":[]}");
    assertThat(CommandRun.at(server, "wait --for=deleted web").exit()).isZero();
  }

  @Test
  void searchesTheAuditWithTheFiltersGiven() {
    server.on(
        "GET /v2/events?order=newest&limit=5&from=2026-11-23T08:00:00Z&kind=pod&principal=ada",
        200,
        """
        {"head":9,"events":[{"revision":9,"resource":{"kind":"pod","self_link":"demo:web:d_v1:3f2a9c1"},
         "seq":2,"at":"2026-11-23T08:00:01.5Z","principal":"ada","type":"pod.PodAssigned","event":{"node":"n1"}}]}
        """);
    CommandRun run =
        CommandRun.at(
            server, "audit --principal ada --kind pods --since 2026-11-23T08:00:00Z --limit 5");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains(
            "2026-11-23T08:00:01.500Z   pod demo/web/d_v1/3f2a9c1   PodAssigned   ada   node=n1");
  }

  @Test
  void replaysWhatEachEventChanged() {
    server.on(
        "GET /v2/replay/service/demo:web",
        200,
        """
        {"steps":[{"event":{"seq":1,"revision":1,"at":"x","type":"service.ServiceCreated"},"state":{"replicas":1}},
                  {"event":{"seq":2,"revision":4,"at":"x","type":"service.ServiceScaled"},"state":{"replicas":3}}]}
        """);
    assertThat(CommandRun.at(server, "replay service/web").out())
        .contains("#1 ServiceCreated", "+ replicas: 1", "#2 ServiceScaled", "~ replicas: 1 -> 3");
  }

  @Test
  void printsTheChainOfCauses() {
    server.on(
        "GET /v2/why/service/demo:web",
        200,
        """
        {"resource":{"kind":"service","self_link":"demo:web"},"chain":[
          {"revision":4,"seq":2,"at":"2026-11-23T08:00:00Z","resource":{"kind":"service","self_link":"demo:web"},
           "type":"service.ServiceScaled","principal":"ada","request":"r1","text":"web was scaled to 3."},
          {"revision":1,"seq":1,"at":"2026-11-23T07:00:00Z","resource":{"kind":"service","self_link":"demo:web"},
           "type":"service.ServiceCreated","text":"web was created."}]}
        """);
    assertThat(CommandRun.at(server, "why service web").out())
        .contains("web was scaled to 3.", "by ada (request r1)", "because web was created.");
  }

  @Test
  void printsLogsOfAServiceWithThePodInFront() {
    server.on(
        "GET /v2/logs/service/demo:web?follow=false&tail=2",
        200,
        """
        {"selflink":"demo:web:d_v1:3f2a9c1","message":"hello"}
        {"selflink":"demo:web:d_v1:77aa00b","message":"there"}
        """);
    assertThat(CommandRun.at(server, "logs --tail 2 web").out())
        .isEqualTo("3f2a9c1 hello\n77aa00b there\n");
  }

  @Test
  void savesContextsForTheirOwnerOnly(@TempDir Path home) throws IOException {
    Map<String, String> environment = Map.of("HOME", home.toString());
    CommandRun.of(
        environment, "", "config", "set-context", "here", "--server", server.url(), "-n", "demo");
    assertThat(CommandRun.of(environment, "", "config", "current-context").out())
        .isEqualTo("here\n");
    Path file = home.resolve(".config/troupe/config.json");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    server.on("GET /v2/resources/service?namespace=demo", 200, items());
    assertThat(CommandRun.of(environment, "", "get", "services").exit()).isZero();
    assertThat(CommandRun.of(environment, "", "config", "use-context", "there").exit())
        .isEqualTo(3);
  }
}
