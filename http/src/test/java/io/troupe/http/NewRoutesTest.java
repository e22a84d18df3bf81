package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Durations.ONE_MINUTE;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.actors.session.LogChunk;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.Usage;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The API under `/v2`.
class NewRoutesTest {
  private static final String FILE =
      """
      kind: Service
      meta:
        name: web
        namespace: demo
      spec:
        replicas: 2
        template:
          containers:
            - name: main
              image: {name: nginx}
      ---
      kind: Namespace
      meta: {name: demo}
      """;

  private ApiFixture api;

  @BeforeEach
  void start() {
    api = ApiFixture.start("");
    api.plane().join("node-1");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private List<String> pods() {
    return api.plane().list(Kind.POD, "demo").stream().map(item -> item.resource().link()).toList();
  }

  @Test
  void showsWhatOfANodesMachineIsInUse() {
    assertThat(api.get("/v2/resources/node/node-1").body().has("usage")).isFalse();
    api.plane().uses("node-1", new Usage(new Memory(700), Cpu.millis(1250), new Memory(9000), 12));

    JsonNode node = api.get("/v2/resources/node/node-1").body();
    assertThat(node.at("/meta/name").asText()).isEqualTo("node-1");
    assertThat(node.path("usage"))
        .hasToString("{\"ram\":700,\"cpu\":1250000000,\"storage\":9000,\"containers\":12}");
    long revision = node.path("revision").asLong();
    assertThat(api.get("/v2/resources/node/node-1?at=" + revision).body().has("usage")).isFalse();
  }

  @Test
  void appliesNamespacesBeforeServices() {
    var first = api.post("/v2/apply", FILE);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body().path("results").findValuesAsText("action"))
        .containsExactly("created", "created");
    assertThat(first.body().at("/results/0/kind").asText()).isEqualTo("namespace");
    assertThat(first.body().at("/results/1/self_link").asText()).isEqualTo("demo:web");
    assertThat(first.body().path("request").asText())
        .isEqualTo(first.response().headers().firstValue("X-Request-Id").orElseThrow());
    assertThat(api.post("/v2/apply", FILE).body().path("results").findValuesAsText("action"))
        .containsExactly("unchanged", "unchanged");
    assertThat(
            api.post("/v2/apply", FILE.replace("replicas: 2", "replicas: 3"))
                .body()
                .path("results")
                .findValuesAsText("action"))
        .containsExactly("unchanged", "changed");
    assertThat(api.post("/v2/apply?redeploy=1", FILE).body().at("/results/1/action").asText())
        .isEqualTo("changed");
  }

  @Test
  void rehearsesWithoutWriting() {
    long before = api.plane().log().head();
    var reply = api.post("/v2/apply?dry=true", FILE);
    assertThat(reply.body().path("results").findValuesAsText("action"))
        .containsExactly("created", "created");
    assertThat(api.plane().log().head()).isEqualTo(before);
  }

  @Test
  void takesYamlInBraces() {
    var reply = api.post("/v2/apply", "{kind: Namespace, meta: {name: demo}}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("results").findValuesAsText("action")).containsExactly("created");
  }

  @Test
  void takesJsonTooAndAListOfDocuments() {
    String body =
        """
        [{"kind":"namespace","meta":{"name":"one"}},{"kind":"namespace","meta":{"name":"two"}}]
        """;
    assertThat(api.post("/v2/apply", body).body().path("results")).hasSize(2);
  }

  @Test
  void refusesUnknownFieldsWithTheNearestKnownOneAndStoresNothing() {
    long before = api.plane().log().head();
    var reply = api.post("/v2/apply", FILE.replace("replicas", "replcas"));
    assertThat(reply.status()).isEqualTo(400);
    JsonNode problem = reply.body().at("/problems/0");
    assertThat(problem.path("line").asInt()).isEqualTo(6);
    assertThat(problem.path("column").asInt()).isEqualTo(3);
    assertThat(problem.path("path").asText()).isEqualTo("spec.replcas");
    assertThat(problem.path("remedy").asText()).contains("replicas");
    assertThat(reply.message()).contains("spec.replcas", "line 6");
    assertThat(api.plane().log().head()).isEqualTo(before);
  }

  @Test
  void namesEveryProblemOfEveryDocument() {
    var reply =
        api.post(
            "/v2/apply",
            """
            kind: Namespace
            meta: {name: "a b"}
            ---
            kind: Service
            meta: {name: web}
            spec:
              template:
                containers:
                  - name: x
                    image: {name: i}
                    resources: {limits: {ram: 5 apples}}
            """);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("problems").findValuesAsText("document"))
        .containsExactly("0", "1");
    assertThat(reply.body().at("/problems/1/line").asInt()).isEqualTo(11);
  }

  @Test
  void saysWhereYamlIsMalformed() {
    var reply = api.post("/v2/apply", "kind: Namespace\nmeta: {name: demo\nspec: {}\n");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/problems/0/line").asInt()).isEqualTo(3);
    assertThat(reply.message()).contains("malformed YAML", "line 3");
    assertThat(api.post("/v2/apply", "").message()).contains("no manifest");
  }

  @Test
  void refusesTheSameNameTwice() {
    var reply =
        api.post(
            "/v2/apply",
            "kind: Namespace\nmeta: {name: demo}\n---\nkind: Namespace\nmeta: {name: demo}\n");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("described twice");
  }

  @Test
  void refusesAServiceWithoutItsNamespaceBeforeWritingAnything() {
    long before = api.plane().log().head();
    var reply =
        api.post(
            "/v2/apply",
            "kind: Namespace\nmeta: {name: other}\n---\n" + FILE.substring(0, FILE.indexOf("---")));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.message()).contains("namespace `demo` does not exist");
    assertThat(api.plane().log().head()).isEqualTo(before);
  }

  @Test
  void reportsARefusalPerResource() {
    var reply =
        api.post(
            "/v2/apply",
            FILE.replace(
                    "meta: {name: demo}",
                    "meta: {name: demo}\nspec: {resources: {limits: {ram: 1MiB}}}")
                + "---\nkind: Namespace\nmeta: {name: fine}\n");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("results").findValuesAsText("action"))
        .containsExactly("created", "created", "refused");
    assertThat(reply.body().at("/results/2/message").asText()).contains("ram limit exceeded");
  }

  @Test
  void scalesAndRedeploys() {
    api.post("/v2/apply", FILE);
    var scaled = api.post("/v2/services/demo/web/scale", "{\"replicas\":5}");
    assertThat(scaled.body().at("/spec/replicas").asInt()).isEqualTo(5);
    assertThat(pods()).hasSize(5);
    assertThat(api.post("/v2/services/demo/web/scale", "{}").status()).isEqualTo(400);
    assertThat(api.post("/v2/services/demo/web/scale", "{\"replica\":5}").message())
        .contains("unknown field `replica`");
    assertThat(api.post("/v2/services/demo/web/redeploy", "").status()).isEqualTo(200);
    assertThat(
            api.get("/v2/resources/service/demo:web").body().path("deployments").has("demo:web:v2"))
        .isTrue();
    assertThat(api.post("/v2/services/demo/nope/redeploy", "").message())
        .contains("service `demo:nope` does not exist");
  }

  @Test
  void showsResourcesNowAndThen() {
    api.post("/v2/apply", FILE);
    long then = api.plane().log().head();
    Instant moment = Instant.now();
    Awaitility.await().atMost(ONE_MINUTE).until(() -> Instant.now().isAfter(moment.plusMillis(2)));
    api.post("/v2/services/demo/web/scale", "{\"replicas\":1}");
    String path = "/v2/resources/services/demo%2Fweb";
    assertThat(api.get(path).body().at("/spec/replicas").asInt()).isEqualTo(1);
    assertThat(api.get(path + "?at=" + then).body().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(api.get(path + "?at=" + moment).body().at("/deployments/demo:web:v1/pods"))
        .hasSize(2);
    assertThat(api.get(path + "?at=1").status()).isEqualTo(404);
    assertThat(api.get(path + "?at=yesterday").status()).isEqualTo(400);
    JsonNode list = api.get("/v2/resources/pods?scope=demo:web").body();
    assertThat(list.path("items")).hasSize(1);
    assertThat(list.path("revision").asLong()).isEqualTo(api.plane().log().head());
    assertThat(api.get("/v2/resources/horse").message()).contains("there is no kind `horse`");
    assertThat(api.get("/v2/resources/pod/demo:web").message()).contains("4 part(s)");
  }

  @Test
  void answersTheAudit() {
    api.send(
        api.request("/v2/apply")
            .header("X-Request-Id", "r-1")
            .header("X-Troupe-User", "ann")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(FILE)));
    JsonNode events = api.get("/v2/events?request=r-1&order=oldest").body().path("events");
    assertThat(events.size()).isGreaterThan(5);
    assertThat(events.findValuesAsText("principal")).containsOnly("user:ann");
    assertThat(events.at("/0/type").asText()).isEqualTo("namespace.NamespaceCreated");
    assertThat(events.at("/0/resource/self_link").asText()).isEqualTo("demo");
    assertThat(events.at("/0").has("parent")).isFalse();
    assertThat(api.get("/v2/events?type=pod.PodAssigned").body().path("events")).hasSize(2);
    assertThat(api.get("/v2/events?kind=node&limit=1").body().path("events")).hasSize(1);
    assertThat(api.get("/v2/events?limit=0").status()).isEqualTo(400);
    assertThat(api.get("/v2/events?from=noon").status()).isEqualTo(400);
    assertThat(api.get("/v2/events?order=up").status()).isEqualTo(400);
  }

  @Test
  void tellsTheHistoryAndReplaysIt() {
    api.post("/v2/apply", FILE);
    String pod = pods().getFirst();
    JsonNode history = api.get("/v2/history/pod/" + pod).body().path("events");
    assertThat(history.at("/0/type").asText()).isEqualTo("pod.PodCreated");
    assertThat(history.findValuesAsText("seq")).startsWith("1", "2");
    JsonNode steps = api.get("/v2/replay/pod/" + pod).body().path("steps");
    assertThat(steps.size()).isEqualTo(history.size());
    assertThat(steps.at("/0/state/@type").asText()).endsWith("Pending");
    assertThat(steps.get(steps.size() - 1).at("/state/@type").asText()).endsWith("Assigned");
    long second = history.at("/1/revision").asLong();
    assertThat(api.get("/v2/replay/pod/" + pod + "?at=" + second).body().path("steps")).hasSize(2);
    assertThat(api.get("/v2/history/node/nope").status()).isEqualTo(404);
  }

  @Test
  void saysWhyBackToTheFirstCause() {
    api.post("/v2/apply", FILE);
    JsonNode chain = api.get("/v2/why/pod/" + pods().getFirst()).body().path("chain");
    assertThat(chain.at("/0/type").asText()).isEqualTo("pod.PodObserved");
    assertThat(chain.at("/0/text").asText()).contains("runs in container c0ffee");
    JsonNode first = chain.get(chain.size() - 1);
    assertThat(first.at("/type").asText()).isEqualTo("service.ServiceRequested");
    assertThat(first.at("/text").asText())
        .isEqualTo("Service demo:web was asked for with 2 replicas.");
    assertThat(first.has("parent")).isFalse();
    assertThat(api.get("/v2/why/service/demo:web?seq=1").body().path("chain")).hasSize(1);
    assertThat(api.get("/v2/why/service/demo:web?seq=999").status()).isEqualTo(404);
  }

  private BufferedReader stream(String path) throws IOException, InterruptedException {
    var response = api.client().send(api.request(path).GET().build(), BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    InputStream body = response.body();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  private static List<String> ids(BufferedReader events, int count) throws IOException {
    List<String> ids = new ArrayList<>();
    while (ids.size() < count) {
      String line = events.readLine();
      if (line.startsWith("id: ")) {
        ids.add(line.substring(4));
      }
    }
    return ids;
  }

  @Test
  void streamsEventsAndResumesWhereTheReaderLeftOff() throws Exception {
    String middle;
    try (BufferedReader events = stream("/v2/watch")) {
      assertThat(events.readLine()).startsWith(": after ");
      api.post("/v2/apply", FILE);
      List<String> ids = ids(events, 5);
      assertThat(ids).isSorted();
      middle = ids.get(2);
    }
    try (BufferedReader events = stream("/v2/watch?after=" + middle)) {
      assertThat(ids(events, 2))
          .containsExactly(
              Long.toString(Long.parseLong(middle) + 1), Long.toString(Long.parseLong(middle) + 2));
    }
    var request = api.request("/v2/watch?kind=service").header("Last-Event-ID", "0").GET().build();
    var resumed = api.client().send(request, BodyHandlers.ofInputStream());
    try (var events =
        new BufferedReader(new InputStreamReader(resumed.body(), StandardCharsets.UTF_8))) {
      events.readLine();
      events.readLine();
      events.readLine();
      assertThat(events.readLine()).isEqualTo("event: service.ServiceRequested");
      assertThat(events.readLine()).startsWith("data: {\"revision\":");
    }
    assertThat(api.get("/v2/watch?after=x").status()).isEqualTo(400);
  }

  @Test
  void endsTheFeedOfAReaderThatHasGone() throws Exception {
    BufferedReader events = stream("/v2/watch");
    events.readLine();
    assertThat(api.plane().memoryLog().subscriptions()).isEqualTo(1);
    events.close();
    Awaitility.await()
        .atMost(ONE_MINUTE)
        .until(() -> {
          api.plane().join("node-1");
          api.put(
              "/cluster/node/node-1/meta",
              "{\"meta\":{\"description\":\"" + Instant.now() + "\"}}");
          return api.plane().memoryLog().subscriptions() == 0;
        });
  }

  private static LogChunk.Line line(String container, String text) {
    return new LogChunk.Line(
        Instant.parse("2026-11-22T16:00:00.5Z"), container, "c0ffee", "stdout", text);
  }

  @Test
  void readsTheLogOfAPod() {
    api.post("/v2/apply", FILE);
    String pod = pods().getFirst();
    api.plane()
        .logs(
            new Ref(Kind.POD, pod),
            List.of(line("main", "one"), line("side", "two"), line("main", "three")));
    String[] lines = api.get("/v2/logs/pod/" + pod).text().split("\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[0])
        .contains(
            "\"message\":\"one\"",
            "\"selflink\":\"" + pod + "\"",
            "\"container_name\":\"main\"",
            "\"host\":\"node-1\"",
            "\"timestamp\":\"2026-11-22T16:00:00.5Z\"",
            "\"container_created\":null");
    assertThat(api.get("/v2/logs/pod/" + pod + "?container=main&tail=1").text())
        .contains("three")
        .doesNotContain("one");
    Awaitility.await().atMost(ONE_MINUTE).until(() -> api.plane().openLogs() == 0);
  }

  @Test
  void mergesTheLogsOfAServiceOnTheOldRouteToo() {
    api.post("/v2/apply", FILE);
    pods()
        .forEach(
            pod -> api.plane().logs(new Ref(Kind.POD, pod), List.of(line("main", "from " + pod))));
    for (String path :
        new String[] {
          "/namespace/demo/service/web/logs",
          "/v2/logs/service/demo:web",
          "/v2/logs/deployment/demo:web:v1"
        }) {
      String text = api.get(path).text();
      pods().forEach(pod -> assertThat(text).contains("from " + pod));
    }
    assertThat(api.get("/namespace/demo/service/nope/logs").message())
        .isEqualTo("Service not found");
  }

  @Test
  void saysWhyALogCannotBeRead() {
    api.post("/v2/apply", FILE);
    var reply = api.get("/v2/logs/pod/" + pods().getFirst());
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.message()).contains("has no log");
  }

  @Test
  void joinsNewPodsWhileFollowing() throws Exception {
    api.post("/v2/apply", FILE);
    pods().forEach(pod -> api.plane().logs(new Ref(Kind.POD, pod), List.of(line("main", pod))));
    try (BufferedReader log = stream("/v2/logs/service/demo:web?follow=true")) {
      List<String> seen = new ArrayList<>();
      seen.add(log.readLine());
      seen.add(log.readLine());
      assertThat(String.join("", seen)).contains(pods());
      api.plane().logsOfAll(List.of(line("main", "a new one")));
      api.post("/v2/services/demo/web/scale", "{\"replicas\":3}");
      assertThat(log.readLine()).contains("a new one");
    }
    Awaitility.await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(ONE_MINUTE)
        .until(() -> {
          api.post("/v2/services/demo/web/redeploy", "");
          return api.plane().openLogs() == 0;
        });
  }

  @Test
  void tellsItsHealthAndVersionAndFigures() {
    var ready = api.get("/v2/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body().path("writable").asBoolean()).isTrue();
    assertThat(api.get("/v2/health/live").status()).isEqualTo(200);
    assertThat(api.get("/v2/version").body().path("version").asText()).matches("\\d+\\.\\d+.*");
    api.get("/namespace/nope");
    String figures = api.get("/metrics").text();
    assertThat(figures)
        .contains(
            "troupe_http_requests_seconds_count{method=\"GET\",route=\"/namespace/{namespace}\",status=\"404\"} 1",
            "troupe_resources{kind=\"node\"} 1.0",
            "troupe_journal_writable 1.0",
            "jvm_memory_used_bytes");
    assertThat(api.get("/v2/metrics").status()).isEqualTo(200);
  }
}
