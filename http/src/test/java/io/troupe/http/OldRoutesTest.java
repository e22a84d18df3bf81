package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The old API, as its clients know it. The expected documents are captures of the old server.
class OldRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WEB =
      """
      {"meta":{"name":"web"},"spec":{"replicas":2,"network":{"ports":["80:8080/tcp"]},
       "template":{"containers":[{"name":"nginx","image":{"name":"nginx"},
        "env":[{"name":"A","value":"1"},{"name":"B","secret":{"name":"s","key":"k"}}],
        "resources":{"limits":{"ram":"128mib","cpu":"0.1"}},
        "volumes":[{"name":"data","path":"/data"}]}],
        "volumes":[{"name":"data","volume":{"name":"vol"}}]}}}
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

  private void namespace(String name) {
    assertThat(api.post("/namespace", "{\"meta\":{\"name\":\"" + name + "\"}}").status())
        .isEqualTo(200);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  /// The same document with its times cut out, each checked to be one.
  private static JsonNode timeless(JsonNode view) {
    for (String name : new String[] {"created", "updated"}) {
      if (view.path("meta") instanceof ObjectNode meta) {
        assertThat(java.time.Instant.parse(meta.path(name).asText())).isNotNull();
        meta.put(name, "");
      }
    }
    return view;
  }

  @Test
  void showsANamespaceAsTheOldServerDid() {
    var reply =
        api.post(
            "/namespace",
            """
            {"meta":{"name":"gold","description":"d","labels":{"team":"a"}},
             "spec":{"domain":"ext.io","resources":{"request":{"ram":"1GiB","cpu":"1","storage":"1GiB"},
             "limits":{"ram":"2GB","cpu":"2","storage":"10gib"}}}}
            """);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(timeless(reply.body()))
        .isEqualTo(
            json(
                """
                {"meta":{"name":"gold","description":"d","self_link":"gold",
                 "endpoint":"gold.lb.local","suffix":"","labels":{"team":"a"},"created":"","updated":""},
                 "status":{"resources":{"allocated":{"ram":"0B","cpu":"0.000","storage":"0B"}}},
                 "spec":{"env":[],"domain":{"internal":"lb.local","external":"ext.io"},
                 "resources":{"request":{"ram":"1GiB","cpu":"1.000","storage":"1GiB"},
                 "limits":{"ram":"1.863GiB","cpu":"2.000","storage":"10GiB"}}}}
                """));
    assertThat(api.get("/namespace/gold").body()).isEqualTo(timelessBack(reply.body()));
  }

  private JsonNode timelessBack(JsonNode expected) {
    var fresh = api.get("/namespace/gold").body();
    assertThat(timeless(fresh.deepCopy())).isEqualTo(expected);
    return fresh;
  }

  @Test
  void showsAServiceWithItsDeploymentsAndPods() {
    namespace("gold");
    var reply = api.post("/namespace/gold/service", WEB);
    assertThat(reply.status()).isEqualTo(200);
    JsonNode view = timeless(reply.body());
    JsonNode deployments = ((ObjectNode) view).remove("deployments");
    ((ObjectNode) view).remove("status");
    assertThat(view)
        .isEqualTo(
            json(
                """
                {"meta":{"name":"web","namespace":"gold","description":"","self_link":"gold:web",
                 "endpoint":"web.gold.lb.local","replicas":2,"labels":{},"created":"","updated":""},
                 "spec":{"selector":{},"replicas":2,"network":{"ports":{"80":"8080/tcp"}},"strategy":{},
                 "template":{"containers":[{"name":"nginx",
                 "env":[{"name":"A","value":"1","secret":{},"config":{}},
                 {"name":"B","secret":{"name":"s","key":"k"},"config":{}}],
                 "image":{"name":"nginx"},
                 "resources":{"limits":{"cpu":"0.100","ram":"128MiB"},"quota":{"cpu":"0.000","ram":"0B"}},
                 "volumes":[{"name":"data","mode":"rw","path":"/data"}]}],
                 "volumes":[{"name":"data","volume":{"name":"vol"},"config":{},"secret":{}}]}}}
                """));
    assertThat(deployments.fieldNames()).toIterable().containsExactly("gold:web:v1");
    JsonNode deployment =
        api.get("/namespace/gold/service/web").body().at("/deployments/gold:web:v1");
    assertThat(deployment.at("/meta/service").asText()).isEqualTo("web");
    assertThat(deployment.at("/meta/version").asInt()).isEqualTo(1);
    assertThat(deployment.at("/status/state").asText()).isEqualTo("ready");
    assertThat(deployment.path("sources"))
        .isEqualTo(json("{\"namespace\":\"\",\"tag\":\"\",\"hash\":\"\"}"));
    assertThat(deployment.path("replicas"))
        .isEqualTo(
            json(
                """
                {"total":2,"provision":0,"pulling":0,"created":0,"started":2,"stopped":0,"errored":0}
                """));
    assertThat(deployment.path("pods")).hasSize(2);
    JsonNode pod = deployment.path("pods").elements().next();
    assertThat(pod.at("/meta/node").asText()).isEqualTo("node-1");
    assertThat(pod.at("/meta/self_link").asText()).startsWith("gold:web:d_v1:");
    assertThat(pod.at("/status/state").asText()).isEqualTo("ready");
    assertThat(pod.at("/status/network"))
        .isEqualTo(json("{\"host_ip\":\"10.0.0.5\",\"pod_ip\":\"10.1.0.7\"}"));
    JsonNode container = pod.at("/status/runtime/services/0");
    assertThat(container.path("ready").asBoolean()).isTrue();
    assertThat(container.path("restared").asInt(-1)).isZero();
    assertThat(container.at("/state/started/timestamp").asText()).isEqualTo("2026-11-22T16:00:00Z");
    assertThat(container.at("/state/stopped/exit/timestamp").asText())
        .isEqualTo("0001-01-01T00:00:00Z");
    assertThat(pod.at("/status/runtime/pipeline")).isEmpty();
  }

  @Test
  void keepsTheImageSecretInTheFormItWasGivenIn() {
    namespace("gold");
    String body =
        """
        {"meta":{"name":"%s"},"spec":{"template":{"containers":[
         {"name":"a","image":{"name":"x","secret":%s}}]}}}
        """;
    String at = "/spec/template/containers/0/image/secret";
    assertThat(api.post("/namespace/gold/service", body.formatted("one", "\"pull\"")).body().at(at))
        .isEqualTo(json("\"pull\""));
    assertThat(
            api.post(
                    "/namespace/gold/service",
                    body.formatted("two", "{\"name\":\"pull\",\"key\":\"k\"}"))
                .body()
                .at(at))
        .isEqualTo(json("{\"name\":\"pull\",\"key\":\"k\"}"));
    assertThat(
            api.post(
                    "/namespace/gold/service",
                    body.formatted("three", "{\"name\":\"pull\",\"key\":\"\"}"))
                .body()
                .at(at))
        .isEqualTo(json("{\"name\":\"pull\"}"));
    assertThat(api.post("/namespace/gold/service", body.formatted("four", "{}")).body().at(at))
        .isEqualTo(MissingNode.getInstance());
  }

  @Test
  void keepsThePortsOfTheHostWhenAViewIsGivenBack() {
    namespace("gold");
    api.post(
        "/namespace/gold/service",
        """
        {"meta":{"name":"edge"},"spec":{"template":{"containers":[{"name":"a","image":{"name":"x"},
         "ports":["127.0.0.1:80:8080/tcp","53/udp","443:8443","8081:8080"]}]}}}
        """);
    JsonNode view = api.get("/namespace/gold/service/edge").body();
    assertThat(view.at("/spec/template/containers/0/published"))
        .isEqualTo(json("[\"127.0.0.1:80:8080/tcp\",\"443:8443/tcp\",\"8081:8080/tcp\"]"));

    api.put("/namespace/gold/service/edge", view.toString());

    JsonNode after = api.get("/namespace/gold/service/edge").body();
    assertThat(after.at("/spec/template")).isEqualTo(view.at("/spec/template"));
    assertThat(after.path("deployments").fieldNames()).toIterable().containsExactly("gold:edge:v1");
  }

  @Test
  void changesScalesAndRemovesAService() {
    namespace("gold");
    api.post("/namespace/gold/service", WEB);
    assertThat(api.put("/namespace/gold/service/web", "{\"spec\":{\"replicas\":0}}").status())
        .isEqualTo(200);
    assertThat(api.get("/namespace/gold/service/web").body().at("/spec").has("replicas")).isFalse();
    api.put("/namespace/gold/service/web?redeploy=true", "{}");
    assertThat(api.get("/namespace/gold/service/web").body().path("deployments").fieldNames())
        .toIterable()
        .contains("gold:web:v2");
    var gone = api.delete("/namespace/gold/service/web?force=false");
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.text()).isEmpty();
    assertThat(api.get("/namespace/gold/service/web").message()).isEqualTo("Service not found");
    assertThat(api.get("/namespace/gold/service").text()).isEqualTo("[]");
  }

  @Test
  void listsByName() {
    namespace("zeta");
    namespace("alpha");
    assertThat(api.get("/namespace").text().indexOf("alpha"))
        .isLessThan(api.get("/namespace").text().indexOf("zeta"));
  }

  @Test
  void handlesDeployments() {
    namespace("gold");
    api.post("/namespace/gold/service", WEB);
    String base = "/namespace/gold/service/web/deployment";
    assertThat(api.get(base).text()).startsWith("[{\"meta\":{\"name\":\"v1\"");
    assertThat(api.get(base + "/v1/pod").text()).startsWith("[{\"meta\":");
    var scaled = api.put(base + "/v1", "{\"spec\":{\"replicas\":3}}");
    assertThat(scaled.status()).isEqualTo(200);
    assertThat(scaled.body().at("/spec/replicas").asInt()).isEqualTo(3);
    var other =
        api.put(
            base + "/v1",
            "{\"spec\":{\"template\":{\"containers\":[{\"name\":\"a\",\"image\":{\"name\":\"b\"}}]}}}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.body().path("detail").asText()).contains("service `gold:web`");
    var made =
        api.post(
            base,
            """
            {"meta":{"name":"byhand"},"spec":{"replicas":1,"template":{"containers":[
             {"name":"nginx","image":{"name":"nginx:2"}}]}}}
            """);
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.body().at("/meta/name").asText()).isEqualTo("byhand");
    var removed = api.delete(base + "/byhand");
    assertThat(removed.status()).isEqualTo(200);
    assertThat(removed.body().at("/status/state").asText()).isEqualTo("destroy");
    assertThat(api.get(base + "/nope").message()).isEqualTo("Deployment not found");
    assertThat(api.get(base + "/nope/pod").message()).isEqualTo("Deployment not found");
  }

  @Test
  void appliesTheBodyThatTheOldClientSends() {
    namespace("demo");
    String body =
        """
        {"services":{"webapp":{"meta":{"name":"webapp","description":"dd","labels":{"a":"b"}},
         "spec":{"replicas":2,"network":{"ports":["80:8080/tcp"]},"template":{"containers":[
         {"name":"nginx","env":[{"name":"A","value":"1"}],"image":{"name":"nginx"}}]}}}},
         "configs":{},"secrets":{},"routes":{},"volumes":{},"jobs":{}}
        """;
    var reply = api.put("/namespace/demo/apply", body);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(json("{\"services\":{\"demo:webapp\":true}}"));
    long head = api.plane().log().head();
    assertThat(api.put("/namespace/demo/apply", body).status()).isEqualTo(200);
    assertThat(api.plane().log().head()).isEqualTo(head);
    assertThat(api.put("/namespace/demo/apply", "{}").text()).isEqualTo("{}");
    assertThat(api.put("/namespace/nope/apply", "{}").message()).isEqualTo("Namespace not found");
  }

  @Test
  void showsNodesByName() {
    JsonNode node = api.get("/cluster/node").body().path("node-1");
    assertThat(node.at("/meta/hostname").asText()).isEqualTo("node-1");
    assertThat(node.at("/status/state/ready").asBoolean()).isTrue();
    assertThat(node.at("/status/online").asBoolean()).isTrue();
    assertThat(node.at("/status/capacity"))
        .isEqualTo(
            json(
                """
                {"containers":100,"pods":100,"ram":1073741824,"cpu":2000000000,"storage":1000}
                """));
    var labelled = api.put("/cluster/node/node-1/meta", "{\"meta\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(labelled.body().at("/meta/labels/a").asText()).isEqualTo("b");
    assertThat(api.put("/cluster/node/node-1/meta", "{}").status()).isEqualTo(200);
    assertThat(api.get("/cluster/node/nope").message()).isEqualTo("Node not found");
    assertThat(api.get("/cluster/node/node-1/spec").body().at("/meta/initial").asBoolean())
        .isTrue();
    assertThat(api.get("/cluster").body().at("/status/capacity/ram").asText()).isEqualTo("1GiB");
    assertThat(api.delete("/cluster/node/node-1").text()).isEmpty();
    assertThat(api.get("/cluster/node").text()).isEqualTo("{}");
  }

  @Test
  void tellsOldAgentsThatTheyJoinTheCluster() {
    for (String path : new String[] {"/cluster/node/n1", "/cluster/node/n1/status"}) {
      var reply = api.put(path, "{}");
      assertThat(reply.status()).isEqualTo(410);
      assertThat(reply.message()).contains("joins the cluster");
    }
  }

  @Test
  void answersErrorsInTheOldWords() {
    namespace("demo");
    assertError(api.post("/namespace", ""), 400, "Incorrect Json", "Incorrect json");
    assertError(api.post("/namespace", "[1"), 400, "Incorrect Json", "Incorrect json");
    assertError(
        api.post("/namespace", "{\"meta\":{\"name\":7}}"), 400, "Incorrect Json", "Incorrect json");
    assertError(api.post("/namespace", "null"), 400, "Bad Parameter", "Bad meta.name parameter");
    assertError(
        api.post("/namespace", "{\"meta\":{\"name\":\"a:b\"}}"),
        400,
        "Bad Parameter",
        "Bad name parameter");
    assertError(
        api.post("/namespace", "{\"meta\":{\"name\":\"demo\"}}"),
        400,
        "Not Unique",
        "Name is already in use");
    assertError(api.get("/namespace/nope/service"), 404, "Not Found", "Namespace not found");
    assertError(api.get("/namespace/a%7Cb"), 404, "Not Found", "Namespace not found");
    api.post("/namespace/demo/service", WEB);
    assertError(api.delete("/namespace/demo"), 403, "Forbidden", "Forbidden");
    assertError(
        api.post("/namespace/demo/service", WEB), 400, "Not Unique", "Name is already in use");
  }

  @Test
  void answers400WhereTheOldServerCrashed() {
    namespace("demo");
    String services = "/namespace/demo/service";
    for (String body :
        new String[] {
          "{\"spec\":{}}",
          "{\"meta\":{\"name\":\"aa\"},\"spec\":{\"template\":{\"containers\":[{\"name\":\"x\"}]}}}",
          "{\"meta\":{\"name\":\"aa\"},\"spec\":{\"replicas\":-1}}",
          "{\"meta\":{\"name\":\"aa\"},\"spec\":{\"template\":{\"containers\":[{\"name\":\"x\","
              + "\"image\":{\"name\":\"i\"},\"resources\":{\"limits\":{\"ram\":\"12 parsecs\"}}}]}}}"
        }) {
      long before = api.plane().log().head();
      assertThat(api.post(services, body).status()).as(body).isEqualTo(400);
      assertThat(api.plane().log().head()).isEqualTo(before);
    }
    api.post(services, WEB);
    assertThat(api.post(services + "/web/deployment", "{\"meta\":{\"name\":\"dd\"}}").status())
        .isEqualTo(400);
    assertThat(api.put("/namespace/demo/apply", "{\"services\":{\"x\":null}}").message())
        .isEqualTo("Bad manifest parameter");
    assertThat(
            api.post(
                    services,
                    """
                    {"meta":{"name":"small"},"spec":{"template":{"containers":[{"name":"x",
                     "image":{"name":"i"},"resources":{"limits":{"ram":"128m"}}}]}}}
                    """)
                .status())
        .isEqualTo(200);
  }

  @Test
  void passesOverUnknownFieldsAndNamesThem() {
    var reply = api.post("/namespace", "{\"meta\":{\"name\":\"lax\"},\"spec\":{\"domian\":\"x\"}}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.response().headers().firstValue("Warning").orElseThrow())
        .startsWith("299 - \"unknown field `domian`")
        .contains("spec.domian");
  }

  @Test
  void takesAnyStrategyAndNamesOneThatMeansNothing() {
    namespace("demo");
    String body = "{\"meta\":{\"name\":\"%s\"},\"spec\":{\"strategy\":{\"type\":\"%s\"}}}";
    var known = api.post("/namespace/demo/service", body.formatted("old", "rolling"));
    assertThat(known.status()).isEqualTo(200);
    assertThat(known.response().headers().firstValue("Warning")).isEmpty();
    var reply = api.post("/namespace/demo/service", body.formatted("free", "random"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.response().headers().firstValue("Warning").orElseThrow())
        .startsWith("299 - \"unknown strategy `random` at spec.strategy.type");
  }

  @Test
  void refusesWhatIsOverTheQuotaInTheOldWords() {
    api.post(
        "/namespace",
        "{\"meta\":{\"name\":\"tiny\"},\"spec\":{\"resources\":{\"limits\":{\"ram\":\"64MiB\"}}}}");
    var reply = api.post("/namespace/tiny/service", WEB);
    assertError(reply, 400, "Bad Request", "resources ram limit exceeded");
    assertThat(reply.body().path("detail").asText()).contains("256MiB", "64MiB");
  }

  private static void assertError(ApiFixture.Reply reply, int code, String status, String message) {
    assertThat(reply.status()).isEqualTo(code);
    assertThat(reply.body().path("code").asInt()).isEqualTo(code);
    assertThat(reply.body().path("status").asText()).isEqualTo(status);
    assertThat(reply.message()).isEqualTo(message);
  }
}
