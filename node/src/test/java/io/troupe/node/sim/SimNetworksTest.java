package io.troupe.node.sim;

import io.troupe.node.network.EngineNetworks;
import io.troupe.node.network.EngineNetworksContract;

class SimNetworksTest extends EngineNetworksContract {
  private final SimNetworks networks = new SimNetworks();

  @Override
  protected EngineNetworks networks() {
    return networks;
  }
}
