package io.troupe.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.core.network.Cidr;
import io.troupe.node.container.RuntimeFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the networks of every engine do.
public abstract class EngineNetworksContract {
  private static final String NAME = "troupe-contract";

  /// The networks of an engine that has none by the contract's name.
  protected abstract EngineNetworks networks();

  protected static EngineNetwork network(EngineNetworks engine, int mtu) {
    Cidr subnet = Cidr.parse("10.77.3.0/24");
    boolean open = engine.protectsContainers();
    return new EngineNetwork(
        NAME, subnet, subnet.address(1), "troupe-con0", mtu, false, open, true);
  }

  @AfterEach
  void remove() {
    networks().remove(NAME);
  }

  @Test
  void showsANetworkAsItWasAskedFor() {
    EngineNetwork network = network(networks(), 1450);
    assertThat(networks().find(NAME)).isEmpty();
    networks().create(network);
    assertThat(networks().find(NAME)).contains(network);
    assertThat(networks().containers(NAME)).isEmpty();
  }

  @Test
  void refusesASecondOneOfTheSameName() {
    networks().create(network(networks(), 1450));
    assertThatThrownBy(() -> networks().create(network(networks(), 1400)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("already exists");
  }

  @Test
  void removesANetworkAndOneThatIsNotThere() {
    networks().create(network(networks(), 1450));
    networks().remove(NAME);
    networks().remove(NAME);
    assertThat(networks().find(NAME)).isEmpty();
  }
}
