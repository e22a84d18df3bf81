package io.troupe.node.sim;

import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import io.troupe.node.network.EngineNetwork;
import io.troupe.node.network.EngineNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Networks of an engine that exist in memory alone. Which containers use them is played by
/// [#occupy] and [#vacate].
public final class SimNetworks implements EngineNetworks {
  private final Map<String, EngineNetwork> byName = new ConcurrentHashMap<>(2);
  private final Map<String, List<String>> users = new ConcurrentHashMap<>(2);
  private final List<String> log = new ArrayList<>();

  @Override
  public boolean protectsContainers() {
    return false;
  }

  @Override
  public Optional<EngineNetwork> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public synchronized void create(EngineNetwork network) {
    if (byName.putIfAbsent(network.name(), network) != null) {
      throw new RuntimeFailure(
          Reason.NAME_TAKEN, "network with name " + network.name() + " already exists");
    }
    log.add("create " + network.name());
  }

  @Override
  public synchronized void remove(String name) {
    if (!containers(name).isEmpty()) {
      throw new RuntimeFailure(Reason.REFUSED, "network " + name + " has active endpoints");
    }
    if (byName.remove(name) != null) {
      log.add("remove " + name);
    }
  }

  @Override
  public List<String> containers(String name) {
    return users.getOrDefault(name, List.of());
  }

  /// Makes a container stand on a network.
  public void occupy(String network, String container) {
    users.put(network, List.of(container));
  }

  /// Takes all containers off a network.
  public void vacate(String network) {
    users.remove(network);
  }

  /// What has been changed so far: `create troupe`, `remove troupe`.
  public synchronized List<String> changes() {
    return List.copyOf(log);
  }
}
