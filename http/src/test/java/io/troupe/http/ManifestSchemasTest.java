package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.troupe.http.template.ManifestSchemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The described form of manifests against what the server takes.
class ManifestSchemasTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNode MANIFEST = JSON.valueToTree(ManifestSchemas.any());
  private static final String SERVICE =
      """
      {"kind": "Service", "meta": {"name": "web", "namespace": "default"}, "spec": {%s
       "template": {"containers": [{"name": "main", %s}]}}}
      """;

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = ApiFixture.start("");
    api.post("/v2/apply", "{kind: Namespace, meta: {name: default}}");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  /// Where a value is not as a schema says, by the few words that these schemas use.
  private static List<String> faults(JsonNode value, JsonNode schema, String path) {
    if (schema.has("oneOf") || schema.has("anyOf")) {
      JsonNode forms = schema.has("oneOf") ? schema.path("oneOf") : schema.path("anyOf");
      int fitting = 0;
      for (JsonNode form : forms) {
        fitting += faults(value, form, path).isEmpty() ? 1 : 0;
      }
      boolean right = schema.has("oneOf") ? fitting == 1 : fitting > 0;
      return right ? List.of() : List.of(path + " is of " + fitting + " forms");
    }
    if (!hasType(value, schema.path("type"))) {
      return List.of(path + " is no " + schema.path("type"));
    }
    List<String> faults = new ArrayList<>();
    if (schema.has("minimum") && value.asLong() < schema.path("minimum").asLong()) {
      faults.add(path + " is too small");
    }
    for (int i = 0; schema.has("items") && i < value.size(); i++) {
      faults.addAll(faults(value.get(i), schema.path("items"), path + "[" + i + "]"));
    }
    value
        .properties()
        .forEach(field -> {
          JsonNode known = schema.path("properties").path(field.getKey());
          JsonNode inner = known.isMissingNode() ? schema.path("additionalProperties") : known;
          if (inner.isMissingNode()) {
            faults.add(path + "." + field.getKey() + " is not described");
          } else {
            faults.addAll(faults(field.getValue(), inner, path + "." + field.getKey()));
          }
        });
    return faults;
  }

  private static boolean hasType(JsonNode value, JsonNode type) {
    if (type.isArray()) {
      return type.valueStream().anyMatch(one -> hasType(value, one));
    }
    return switch (type.asText()) {
      case "string" -> value.isTextual();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> throw new AssertionError("unknown type " + type);
    };
  }

  private static void agree(String manifest) {
    var reply = api.post("/v2/apply?dry=true", manifest);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(faults(json(manifest), MANIFEST, "")).as(manifest).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'image': 'nginx:1'",
        "'image': {'name': 'nginx', 'sha': '', 'policy': 'always'}",
        "'image': {'name': 'nginx', 'secret': 'pull'}",
        "'image': {'name': 'nginx', 'secret': {'name': 'pull', 'key': 'k'}}",
        "'image': 'x', 'command': 'serve -p 80', 'entrypoint': '/bin/sh -c', 'args': 'a b'",
        "'image': 'x', 'command': ['serve', 80], 'entrypoint': ['sh', '-c'], 'args': ['a', true]",
        "'image': 'x', 'ports': ['80:8080/tcp', 53], 'published': ['81:8080']",
        "'image': 'x', 'env': [{'name': 'A', 'value': 1}, {'name': 'B', 'secret': {'name': 's', 'key': 'k'}}]",
        "'image': 'x', 'resources': {'limits': {'cpu': 1, 'ram': '8mib'}, 'quota': {'cpu': '0.1'}}",
        "'image': 'x', 'restart': 'no'",
        "'image': 'x', 'restart': {'policy': 'on-failure', 'attempt': 3}",
        "'image': 'x', 'dns': ['10.0.0.2'], 'labels': {'a': 1}",
        "'image': 'x', 'dns': {'server': ['10.0.0.2']}, 'extra_hosts': ['db:10.0.0.3']",
        "'image': 'x', 'security': {'privileged': true, 'user': 'web'}"
      })
  void takesEveryFormOfAContainerThatTheServerTakes(String container) {
    agree(SERVICE.formatted("", container.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'replicas': 3, 'selector': {'node': 'n', 'labels': {'disk': 'ssd'}},",
        "'network': {'ip': '10.96.0.10', 'ports': ['80:8080/tcp', '443']},",
        "'network': {'ports': {'80': '8080/tcp'}},",
        "'strategy': {'type': 'rolling'},"
      })
  void takesEveryFormOfAServiceThatTheServerTakes(String spec) {
    agree(SERVICE.formatted(spec.replace('\'', '"'), "\"image\": \"x\""));
  }

  @Test
  void takesANamespace() {
    agree(
        """
        {"kind": "Namespace", "meta": {"name": "gold", "description": "d", "labels": {"a": "b"}},
         "spec": {"domain": "ext.io", "resources": {"request": {"ram": "1GiB", "cpu": 1},
         "limits": {"ram": "2GB", "cpu": "2", "storage": "10gib"}}}}
        """);
  }

  @Test
  void takesTheViewOfAServiceAsItsChange() {
    api.post(
        "/v2/apply", SERVICE.formatted("\"network\": {\"ports\": [\"80\"]},", "\"image\": \"x\""));
    JsonNode spec = api.get("/namespace/default/service/web").body().path("spec");
    JsonNode schema = JSON.valueToTree(ManifestSchemas.service());
    assertThat(faults(spec, schema.at("/properties/spec"), "")).isEmpty();
  }

  @Test
  void tellsWhatIsWrong() {
    JsonNode wrong = json(SERVICE.formatted("\"replicas\": -1,", "\"image\": [\"x\"]"));
    JsonNode schema = JSON.valueToTree(ManifestSchemas.service());
    assertThat(faults(wrong, schema, "manifest"))
        .containsExactly(
            "manifest.spec.replicas is too small",
            "manifest.spec.template.containers[0].image is of 0 forms");
  }
}
