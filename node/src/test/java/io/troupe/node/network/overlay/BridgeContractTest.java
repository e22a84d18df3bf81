package io.troupe.node.network.overlay;

import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.network.PodNetwork;
import io.troupe.node.network.PodNetworkContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class BridgeContractTest extends PodNetworkContract {
  private TestHosts hosts;

  @BeforeEach
  void start() {
    hosts = TestHosts.live(1);
  }

  @AfterEach
  void end() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @Override
  protected PodNetwork open() {
    return hosts.host(0).bridge();
  }

  @Override
  protected NetworkNamespace namespace() {
    return hosts.host(0).namespace();
  }

  @Override
  protected String type() {
    return "bridge";
  }
}
