package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The OpenAPI document against the server that answers with it.
class DescriptionTest {
  private static ApiFixture api;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    api = ApiFixture.start("");
    document = api.get("/v2/openapi.json").body();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private record Operation(String method, String path, JsonNode described) {}

  private static List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation ->
                    operations.add(
                        new Operation(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue()))));
    return operations;
  }

  @Test
  void isOpenApi31WithEveryRouteOnce() {
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    List<String> ids = document.path("paths").findValuesAsText("operationId");
    assertThat(ids).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  @Test
  void describesOnlyWhatIsAnswered() {
    for (Operation operation : operations()) {
      if (operation.path().equals("/v2/watch")) {
        assertThat(api.get("/v2/watch?after=x").status()).isEqualTo(400);
        continue;
      }
      var reply =
          api.send(
              api.request(operation.path().replaceAll("\\{[^}]+}", "none"))
                  .method(operation.method(), BodyPublishers.ofString("{}")));
      assertThat(reply.message())
          .as("%s %s", operation.method(), operation.path())
          .doesNotContain("Not Allowed")
          .doesNotContain("there is nothing at");
      assertThat(reply.status()).isNotEqualTo(405).isLessThan(500);
      if (reply.status() != 200) {
        assertThat(operation.described().path("responses").has(Integer.toString(reply.status())))
            .as("%s %s answers %s", operation.method(), operation.path(), reply.text())
            .isTrue();
      }
    }
  }

  @Test
  void saysWhatEachParameterAndAnswerIs() {
    for (Operation operation : operations()) {
      assertThat(operation.described().path("summary").asText()).as(operation.path()).isNotBlank();
      for (String segment : operation.path().split("/")) {
        if (segment.startsWith("{")) {
          assertThat(operation.described().path("parameters").findValuesAsText("name"))
              .contains(segment.substring(1, segment.length() - 1));
        }
      }
      assertThat(operation.described().path("responses").has("default")).isTrue();
    }
  }

  @Test
  void refersOnlyToSchemasThatItHas() {
    TreeSet<String> missing = new TreeSet<>();
    for (JsonNode reference : document.findValues("$ref")) {
      String name = reference.asText().replace("#/components/schemas/", "");
      if (!document.at("/components/schemas").has(name)) {
        missing.add(name);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(document.at("/components/schemas/PodMeta/properties").has("self_link")).isTrue();
  }
}
