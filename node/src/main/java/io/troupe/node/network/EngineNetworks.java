package io.troupe.node.network;

import java.util.List;
import java.util.Optional;

/// The networks of a container engine. Every call blocks; failures are
/// [io.troupe.node.container.RuntimeFailure]s.
public interface EngineNetworks {
  /// Whether the engine keeps containers from being reached by their addresses unless it is told
  /// that a network is [EngineNetwork#open].
  boolean protectsContainers();

  Optional<EngineNetwork> find(String name);

  /// Makes a network on a bridge that exists.
  void create(EngineNetwork network);

  /// Removes a network that no container uses. One that does not exist is removed already.
  void remove(String name);

  /// The names of all containers on it, running or not.
  List<String> containers(String name);
}
