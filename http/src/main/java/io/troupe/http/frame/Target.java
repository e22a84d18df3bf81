package io.troupe.http.frame;

import akka.http.javadsl.model.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/// What a request asks for: its method, and its path in segments. An empty segment, as behind a
/// trailing slash, matches nothing.
record Target(String method, String path, List<String> segments) {
  static Target of(HttpRequest request) {
    String path = request.getUri().getPathString();
    List<String> segments = new ArrayList<>();
    request.getUri().pathSegments().forEach(segments::add);
    if (path.endsWith("/") || path.contains("//")) {
      segments.add("");
    }
    return new Target(request.method().name(), path, List.copyOf(segments));
  }

  boolean modern() {
    return !segments.isEmpty() && segments.getFirst().equals("v2");
  }

  Router.Found find(Router router) {
    return router.find(method, segments);
  }

  /// The template of the route that answers, for figures.
  String route(Router router) {
    return find(router) instanceof Router.Match match ? match.route().path() : "none";
  }
}
