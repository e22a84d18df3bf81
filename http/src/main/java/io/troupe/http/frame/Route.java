package io.troupe.http.frame;

import io.troupe.http.frame.Parameter.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One method on one path: its own description, and what answers it. The server and the OpenAPI
/// document are both made from these.
///
/// @param path template with `{name}` for a segment
/// @param body what the request carries, absent for nothing
/// @param answer the type of the answer's view, `Void` for an empty one
/// @param errors further statuses it answers with, and when
/// @param open whether it is answered without a token
public record Route(
    String method,
    String path,
    String summary,
    List<Parameter> parameters,
    @Nullable Body body,
    Answer answer,
    SortedMap<Integer, String> errors,
    boolean open,
    Handler handler) {
  /// A request's body.
  ///
  /// @param schema a JSON schema
  public record Body(String description, Map<String, Object> schema, List<String> media) {}

  /// The answer when all goes well.
  ///
  /// @param shape how the views of this type are arranged
  public record Answer(Class<?> type, Shape shape, String media) {}

  /// How views are arranged in an answer.
  public enum Shape {
    ONE,
    LIST,
    MAP
  }

  private static final String JSON = "application/json";

  public static Route get(String path, Handler handler) {
    return of("GET", path, handler);
  }

  public static Route post(String path, Handler handler) {
    return of("POST", path, handler);
  }

  public static Route put(String path, Handler handler) {
    return of("PUT", path, handler);
  }

  public static Route delete(String path, Handler handler) {
    return of("DELETE", path, handler);
  }

  private static Route of(String method, String path, Handler handler) {
    List<Parameter> inPath = new ArrayList<>();
    for (String segment : path.split("/")) {
      if (segment.startsWith("{")) {
        String name = segment.substring(1, segment.length() - 1);
        inPath.add(new Parameter(name, Place.PATH, "string", ""));
      }
    }
    return new Route(
        method,
        path,
        "",
        inPath,
        null,
        new Answer(Void.class, Shape.ONE, JSON),
        new TreeMap<>(),
        false,
        handler);
  }

  public Route summary(String text) {
    return new Route(method, path, text, parameters, body, answer, errors, open, handler);
  }

  public Route query(String name, String type, String description) {
    return with(new Parameter(name, Place.QUERY, type, description));
  }

  public Route header(String name, String description) {
    return with(new Parameter(name, Place.HEADER, "string", description));
  }

  private Route with(Parameter parameter) {
    List<Parameter> more = new ArrayList<>(parameters);
    more.add(parameter);
    return new Route(method, path, summary, more, body, answer, errors, open, handler);
  }

  public Route takes(String description, Map<String, Object> schema) {
    return takes(new Body(description, schema, List.of(JSON)));
  }

  public Route takes(Body other) {
    return new Route(method, path, summary, parameters, other, answer, errors, open, handler);
  }

  public Route answers(Class<?> type) {
    return answers(new Answer(type, Shape.ONE, JSON));
  }

  public Route answersList(Class<?> type) {
    return answers(new Answer(type, Shape.LIST, JSON));
  }

  public Route answersMap(Class<?> type) {
    return answers(new Answer(type, Shape.MAP, JSON));
  }

  public Route answers(Answer other) {
    return new Route(method, path, summary, parameters, body, other, errors, open, handler);
  }

  public Route error(int status, String when) {
    SortedMap<Integer, String> more = new TreeMap<>(errors);
    more.put(status, when);
    return new Route(method, path, summary, parameters, body, answer, more, open, handler);
  }

  /// The same route, answered without a token.
  public Route withoutToken() {
    return new Route(method, path, summary, parameters, body, answer, errors, true, handler);
  }

  /// Whether it is one of the new API, which explains errors in `message`.
  public boolean modern() {
    return path.startsWith("/v2/");
  }
}
