package io.troupe.node.container;

import java.util.Map;

/// What a runtime says while it is watched.
public sealed interface ContainerEvent {
  /// The watch has begun, or begun again after an interruption: what happened before was not heard.
  record Watching() implements ContainerEvent {}

  /// Something has happened to a container.
  record Happened(String id, Action action, Map<String, String> labels) implements ContainerEvent {
    public Happened {
      labels = Map.copyOf(labels);
    }
  }

  /// What has happened.
  enum Action {
    STARTED,
    ENDED,
    REMOVED
  }
}
