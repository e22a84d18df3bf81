package io.troupe.http.frame;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request: a tree of path segments in which a literal segment goes before a
/// parameter. Immutable once built.
public final class Router {
  private final Node root = new Node();

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private @Nullable Node parameter;
    private final SortedMap<String, Route> routes = new TreeMap<>();
  }

  /// What was found for a path and a method.
  public sealed interface Found {}

  /// A route, with the segments that its parameters stand for.
  public record Match(Route route, Map<String, String> parameters) implements Found {}

  /// The path is known, but not with this method.
  public record WrongMethod(Set<String> allowed) implements Found {}

  /// There is no such path.
  public record Unknown() implements Found {}

  /// @throws IllegalArgumentException when two routes have the same method and path
  public Router(List<Route> routes) {
    for (Route route : routes) {
      Node node = root;
      for (String segment : segments(route.path())) {
        if (!segment.startsWith("{")) {
          node = node.literals.computeIfAbsent(segment, _ -> new Node());
        } else if (node.parameter == null) {
          node.parameter = new Node();
          node = node.parameter;
        } else {
          node = node.parameter;
        }
      }
      if (node.routes.putIfAbsent(route.method(), route) != null) {
        throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
      }
    }
  }

  private static List<String> segments(String path) {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  /// @param segments of the path, decoded
  public Found find(String method, List<String> segments) {
    Node node = find(root, segments, 0);
    if (node == null) {
      return new Unknown();
    }
    Route route = node.routes.get(method);
    if (route == null) {
      return new WrongMethod(new TreeSet<>(node.routes.keySet()));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> template = segments(route.path());
    for (int i = 0; i < template.size(); i++) {
      String name = template.get(i);
      if (name.startsWith("{")) {
        parameters.put(name.substring(1, name.length() - 1), segments.get(i));
      }
    }
    return new Match(route, parameters);
  }

  private static @Nullable Node find(Node node, List<String> segments, int from) {
    if (from == segments.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments.get(from));
    Node found = literal == null ? null : find(literal, segments, from + 1);
    if (found == null && node.parameter != null && !segments.get(from).isEmpty()) {
      found = find(node.parameter, segments, from + 1);
    }
    return found;
  }
}
