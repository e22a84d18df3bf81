package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = ApiFixture.start("troupe.api { token = secret, max-body = 2000 }");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void takesTheTokenFromTheHeader() {
    var reply = api.send(api.request("/cluster").header("Authorization", "Bearer secret"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("name").asText()).isEqualTo("troupe");
  }

  /// As many watches as these leave room for a command.
  @Test
  void answersWhileAThousandConnectionsStayOpen() throws Exception {
    HttpRequest request = api.request("/v2/health/live").timeout(Duration.ofMinutes(2)).build();
    List<Socket> open = new ArrayList<>();
    try (HttpClient another = HttpClient.newHttpClient()) {
      for (int i = 0; i < 1_100; i++) {
        open.add(new Socket(request.uri().getHost(), request.uri().getPort()));
      }
      assertThat(another.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    } finally {
      for (Socket one : open) {
        one.close();
      }
    }
  }

  @Test
  void takesTheTokenFromTheQuery() {
    assertThat(api.get("/cluster?x-lastbackend-token=secret").status()).isEqualTo(200);
  }

  @Test
  void refusesAMissingOrWrongToken() {
    assertThat(api.get("/cluster").text())
        .startsWith("{\"code\":401,\"status\":\"Unauthorized\",\"message\":\"Unauthorized\"");
    for (String wrong : new String[] {"Bearer secre", "Bearer secrett", "Basic secret", "secret"}) {
      assertThat(api.send(api.request("/cluster").header("Authorization", wrong)).status())
          .isEqualTo(401);
    }
  }

  @Test
  void letsTheQueryTokenWinEvenWhenItIsWrong() {
    assertThat(
            api.send(
                    api.request("/cluster?x-lastbackend-token=")
                        .header("Authorization", "Bearer secret"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void storesNothingWithoutAToken() {
    long before = api.plane().log().head();
    assertThat(api.post("/namespace", "{\"meta\":{\"name\":\"demo\"}}").status()).isEqualTo(401);
    assertThat(api.plane().log().head()).isEqualTo(before);
  }

  @Test
  void answersAnUnknownPathWith404() {
    for (String path : new String[] {"/nowhere", "/namespace/", "/cluster//node", "/"}) {
      assertThat(api.get(path).text())
          .startsWith("{\"code\":404,\"status\":\"Not Found\",\"message\":\"Not Found\"");
    }
  }

  @Test
  void saysWhichKindsItDoesNotHave() {
    for (String path : new String[] {"/ingress", "/namespace/demo/secret", "/discovery/x"}) {
      var reply = api.get(path);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.message()).contains("no resources of the kind");
    }
  }

  @Test
  void answersAWrongMethodWith405AndTheRightOnes() {
    var reply = api.delete("/namespace");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.message()).isEqualTo("Method Not Allowed");
    assertThat(reply.response().headers().firstValue("Allow")).contains("GET, POST");
  }

  @Test
  void answersOptionsToAnybody() {
    var reply =
        api.send(
            api.request("/anything")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://x.example"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEmpty();
    var headers = reply.response().headers();
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("http://x.example");
    assertThat(headers.firstValue("Access-Control-Allow-Methods"))
        .contains("OPTIONS,GET,POST,PUT,DELETE");
    assertThat(headers.firstValue("Access-Control-Allow-Credentials")).contains("true");
  }

  @Test
  void refusesABodyOverTheLimitAndNamesTheSetting() {
    String body = "{\"meta\":{\"name\":\"" + "a".repeat(3000) + "\"}}";
    var known =
        api.send(
            api.request("/namespace?x-lastbackend-token=secret")
                .POST(BodyPublishers.ofString(body)));
    var chunked =
        api.send(
            api.request("/namespace?x-lastbackend-token=secret")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));
    for (var reply : new ApiFixture.Reply[] {known, chunked}) {
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.message()).contains("2000 bytes", "troupe.api.max-body");
    }
  }

  @Test
  void echoesTheRequestIdAndMakesOneWhereItIsMissing() {
    var given = api.send(api.request("/cluster").header("X-Request-Id", "req-1"));
    assertThat(given.response().headers().firstValue("X-Request-Id")).contains("req-1");
    var insane = api.send(api.request("/cluster").header("X-Request-Id", "a b;c"));
    assertThat(insane.response().headers().firstValue("X-Request-Id").orElseThrow()).hasSize(36);
  }

  @Test
  void recordsWhoAsked() {
    api.send(
        api.request("/namespace")
            .header("Authorization", "Bearer secret")
            .header("X-Request-Id", "who-1")
            .POST(BodyPublishers.ofString("{\"meta\":{\"name\":\"plain\"}}")));
    api.send(
        api.request("/namespace")
            .header("Authorization", "Bearer secret")
            .header("X-Troupe-User", "ann")
            .POST(BodyPublishers.ofString("{\"meta\":{\"name\":\"named\"}}")));
    assertThat(cause("plain").principal()).isEqualTo("admin");
    assertThat(cause("plain").request()).isEqualTo("who-1");
    assertThat(cause("named").principal()).isEqualTo("user:ann");
  }

  private static io.troupe.core.Cause cause(String namespace) {
    var ref = new io.troupe.core.Ref(io.troupe.core.Kind.NAMESPACE, namespace);
    return api.plane().log().events(ref, 1, 1).getFirst().recorded().cause();
  }

  @Test
  void answers503WhileTheControlPlaneIsAway() {
    api.plane().fail("the journal does not take writes: disk full");
    try {
      var reply =
          api.send(
              api.request("/namespace?x-lastbackend-token=secret")
                  .POST(BodyPublishers.ofString("{\"meta\":{\"name\":\"late\"}}")));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.message()).contains("disk full");
      assertThat(reply.response().headers().firstValue("Retry-After")).isPresent();
    } finally {
      api.plane().fail("");
    }
  }

  @Test
  void answersADefectWithoutTellingItsInternals() {
    api.plane().crash(true);
    try {
      var reply =
          api.send(
              api.request("/namespace?x-lastbackend-token=secret")
                  .header("X-Request-Id", "defect-1")
                  .POST(BodyPublishers.ofString("{\"meta\":{\"name\":\"unlucky\"}}")));
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.message()).isEqualTo("Internal Server Error");
      assertThat(reply.text()).contains("defect-1").doesNotContain("internals");
    } finally {
      api.plane().crash(false);
    }
  }
}
