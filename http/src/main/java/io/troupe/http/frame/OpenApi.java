package io.troupe.http.frame;

import io.troupe.http.frame.Route.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The OpenAPI 3.1 document of a list of routes.
public final class OpenApi {
  private static final String JSON = "application/json";

  private final Schemas schemas = new Schemas();

  private OpenApi() {}

  /// @param version of the release
  public static Map<String, Object> of(List<Route> routes, String version) {
    return new OpenApi().document(routes, version);
  }

  private Map<String, Object> document(List<Route> routes, String version) {
    SortedMap<String, SortedMap<String, Object>> paths = new TreeMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.path(), _ -> new TreeMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Troupe",
            "version",
            version,
            "license",
            Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas.components(),
            "securitySchemes",
            Map.of(
                "bearer", Map.of("type", "http", "scheme", "bearer"),
                "query", Map.of("type", "apiKey", "in", "query", "name", "x-lastbackend-token"))));
    document.put("security", List.of(Map.of("bearer", List.of()), Map.of("query", List.of())));
    return document;
  }

  private Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", id(route));
    operation.put("summary", route.summary());
    operation.put("tags", List.of(route.modern() ? "v2" : "v1"));
    List<Object> parameters = new ArrayList<>();
    for (Parameter parameter : route.parameters()) {
      parameters.add(parameter(parameter));
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    Route.Body body = route.body();
    if (body != null) {
      Map<String, Object> content = new TreeMap<>();
      body.media().forEach(media -> content.put(media, Map.of("schema", body.schema())));
      operation.put(
          "requestBody",
          Map.of("required", true, "description", body.description(), "content", content));
    }
    operation.put("responses", responses(route));
    if (route.open()) {
      operation.put("security", List.of());
    }
    return operation;
  }

  private static String id(Route route) {
    String words =
        route.path().replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_", "");
    return route.method().toLowerCase(Locale.ROOT) + "_" + words;
  }

  private static Map<String, Object> parameter(Parameter parameter) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", parameter.name());
    described.put("in", parameter.place().name().toLowerCase(Locale.ROOT));
    described.put("required", parameter.place() == Parameter.Place.PATH);
    if (!parameter.description().isEmpty()) {
      described.put("description", parameter.description());
    }
    described.put("schema", Map.of("type", parameter.type()));
    return described;
  }

  private Map<String, Object> responses(Route route) {
    Map<String, Object> responses = new TreeMap<>();
    route.errors().forEach((status, when) -> responses.put(status.toString(), error(when)));
    boolean onlyErrors = route.errors().containsKey(410);
    if (!onlyErrors) {
      responses.put("200", success(route.answer()));
    }
    if (!route.open()) {
      responses.put("401", error("The token is missing or wrong"));
    }
    responses.put("default", error("Anything else that went wrong"));
    return responses;
  }

  private Map<String, Object> success(Answer answer) {
    if (answer.type() == Void.class) {
      return Map.of("description", "Done; the body is empty");
    }
    Map<String, Object> one = schemas.of(answer.type());
    Map<String, Object> schema =
        switch (answer.shape()) {
          case ONE -> one;
          case LIST -> Schemas.list(one);
          case MAP -> Schemas.map(one);
        };
    return Map.of(
        "description", "Done", "content", Map.of(answer.media(), Map.of("schema", schema)));
  }

  private Map<String, Object> error(String when) {
    return Map.of(
        "description",
        when,
        "content",
        Map.of(JSON, Map.of("schema", schemas.of(ErrorBody.class))));
  }
}
