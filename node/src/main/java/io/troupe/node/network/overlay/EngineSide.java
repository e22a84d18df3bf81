package io.troupe.node.network.overlay;

import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.network.EngineNetwork;
import io.troupe.node.network.EngineNetworks;
import io.troupe.node.network.NetworkFailure;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The container engine's network on the node's bridge, from which pods get their addresses.
record EngineSide(EngineNetworks engine, NetworkSettings settings) {
  /// A network that is not as wanted and has to stay.
  ///
  /// @param sameSubnet whether its pods have addresses of the right subnet at least
  record Obstacle(boolean sameSubnet, NetworkFailure failure) {}

  /// What the engine is to have.
  EngineNetwork wanted(NetworkPlan plan, int mtu) {
    return new EngineNetwork(
        settings.engineNetwork(),
        plan.subnet(),
        plan.gateway(),
        settings.bridge(),
        mtu,
        false,
        engine.protectsContainers(),
        true);
  }

  /// Takes a network away that is not as wanted and that no container uses. This comes before the
  /// bridge is changed, which the engine may remove along with its network.
  ///
  /// @return what stands in the way, empty when nothing does
  Optional<Obstacle> clear(EngineNetwork wanted) {
    EngineNetwork found = engine.find(wanted.name()).orElse(wanted);
    if (found.equals(wanted)) {
      return Optional.empty();
    }
    boolean sameSubnet = Objects.equals(found.subnet(), wanted.subnet());
    if (!found.ours()) {
      return Optional.of(new Obstacle(sameSubnet, foreign(wanted)));
    }
    List<String> users = engine.containers(wanted.name());
    if (users.isEmpty()) {
      engine.remove(wanted.name());
      return Optional.empty();
    }
    return found.serves(wanted)
        ? Optional.empty()
        : Optional.of(new Obstacle(sameSubnet, inUse(found, wanted, users)));
  }

  /// Makes the network if there is none; gives what there is then.
  EngineNetwork ensure(EngineNetwork wanted) {
    Optional<EngineNetwork> found = engine.find(wanted.name());
    if (found.isEmpty()) {
      create(wanted);
    }
    return found.orElse(wanted);
  }

  private void create(EngineNetwork wanted) {
    try {
      engine.create(wanted);
    } catch (RuntimeFailure e) {
      throw new NetworkFailure(
          "the container engine does not make network "
              + wanted.name()
              + " ("
              + describe(wanted)
              + "): "
              + e.text()
              + "; remove the network that is in its way, or set "
              + NetworkSettings.PATH
              + ".engine-network and .bridge to other names",
          e);
    }
  }

  private static NetworkFailure foreign(EngineNetwork wanted) {
    return new NetworkFailure(
        "the container engine has a network "
            + wanted.name()
            + " that Troupe has not made; remove it, or set "
            + NetworkSettings.PATH
            + ".engine-network to another name");
  }

  private static NetworkFailure inUse(
      EngineNetwork found, EngineNetwork wanted, List<String> users) {
    return new NetworkFailure(
        "the container engine's network "
            + wanted.name()
            + " is "
            + describe(found)
            + " where "
            + describe(wanted)
            + " is needed, and cannot be made anew while containers use it ("
            + String.join(", ", users)
            + "); remove them");
  }

  private static String describe(EngineNetwork network) {
    return "subnet %s, gateway %s, bridge %s, MTU %d, %s, %s"
        .formatted(
            network.subnet(),
            network.gateway(),
            network.bridge(),
            network.mtu(),
            network.masquerade() ? "masqueraded" : "not masqueraded",
            network.open() ? "open" : "protected");
  }
}
