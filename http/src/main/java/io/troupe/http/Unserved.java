package io.troupe.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Paths of the old API that this release does not serve.
final class Unserved {
  private static final Set<String> TOP = Set.of("ingress", "discovery", "exporter");
  private static final Set<String> NAMESPACED =
      Set.of("config", "secret", "volume", "route", "job");

  private Unserved() {}

  static Optional<String> explain(List<String> segments) {
    if (!segments.isEmpty() && TOP.contains(segments.getFirst())) {
      return Optional.of(message(segments.getFirst()));
    }
    if (segments.size() > 2
        && segments.getFirst().equals("namespace")
        && NAMESPACED.contains(segments.get(2))) {
      return Optional.of(message(segments.get(2)));
    }
    if (segments.equals(List.of("events"))) {
      return Optional.of("this release streams events at /v2/watch, not at /events");
    }
    return Optional.empty();
  }

  private static String message(String kind) {
    return "this release has no resources of the kind `" + kind + "` yet";
  }
}
