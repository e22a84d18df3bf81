package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.netlink.ipvs.Ipvs;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A pod on its node's bridge calls services whose backends stand on the same bridge, by IPVS.
class IpvsHairpinTest {
  private static final int TARGET = 8080;
  private static final int CALLS = 8;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPodOnTheBridgeReachesItsNeighbourAndItself(boolean iptablesOnBridges) throws IOException {
    try (BridgedPods network = BridgedPods.create(iptablesOnBridges);
        IpvsProxy proxy = open(network)) {
      List<Echo> echoes = network.answer(TARGET);
      proxy.replaceAll(List.of(ServiceProxyContract.web(BridgedPods.PODS)));
      for (String caller : BridgedPods.PODS) {
        assertThat(answering(network, caller))
            .containsExactlyInAnyOrderElementsOf(BridgedPods.PODS);
      }

      String caller = BridgedPods.PODS.getFirst();
      proxy.update(List.of(ServiceProxyContract.web(List.of(caller))), List.of());
      assertThat(answering(network, caller)).as("alone").containsExactly(caller);
      for (Echo echo : echoes) {
        echo.close();
      }
    }
  }

  private static IpvsProxy open(BridgedPods network) {
    assumeTrue(Ipvs.isAvailable(), "this kernel has no IPVS");
    assumeTrue(ServiceLink.isAvailable(), "this kernel has no dummy links");
    IpvsProxy proxy =
        IpvsProxy.open(network.host(), "troupe-ipvs", "troupe-proxy", ProxyNetwork.SCOPE);
    if (!proxy.masquerades()) {
      OldTables.masquerade(network.host());
    }
    return proxy;
  }

  /// Who answers a pod's calls, by TCP and by UDP, and sees them come from the node.
  private static Set<String> answering(BridgedPods network, String caller) throws IOException {
    Set<String> backends = new HashSet<>();
    for (int i = 0; i < CALLS; i++) {
      Call.Answer answer = Call.once(network.pod(caller), ServiceProxyContract.VIP, 80);
      assertThat(answer.caller()).isEqualTo(ProxyNetwork.GATEWAY);
      backends.add(answer.backend());
      try (Call.Datagrams datagrams =
          Call.Datagrams.open(network.pod(caller), ServiceProxyContract.VIP, 53)) {
        assertThat(datagrams.ask().orElseThrow().caller()).isEqualTo(ProxyNetwork.GATEWAY);
      }
    }
    return backends;
  }
}
