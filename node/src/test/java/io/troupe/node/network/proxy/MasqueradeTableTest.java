package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.TableFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasqueradeTableTest {
  private static final String NAME = "troupe-proxy";

  @Test
  void isMadeOnceAndTakesThePlaceOfTheOtherDriversTable() {
    try (ProxyNetwork network = ProxyNetwork.create();
        Nftables nftables = Nftables.open(network.host())) {
      assumeTrue(nftables.supports(TableFamily.IPV4), "this kernel has no nftables for IPv4");
      try (NftablesProxy proxy = NftablesProxy.open(network.host(), NAME, ProxyNetwork.SCOPE)) {
        proxy.replaceAll(List.of(ServiceProxyContract.web(ProxyNetwork.PODS)));
      }

      MasqueradeTable.ensure(nftables, NAME, ProxyNetwork.SCOPE);

      int generation = nftables.generation();
      MasqueradeTable.ensure(nftables, NAME, ProxyNetwork.SCOPE);
      assertThat(nftables.generation()).isEqualTo(generation);
      ProxyNetwork.requireTool("nft");
      assertThat(network.run("nft list ruleset").replaceAll("\\s+", " ").strip())
          .isEqualTo(
              "table ip troupe-proxy { chain postrouting { type nat hook postrouting priority"
                  + " srcnat; policy accept; ct original ip daddr 10.96.0.0/16 ip saddr !="
                  + " 10.42.0.0/16 masquerade fully-random ct original ip daddr 10.96.0.0/16 ip"
                  + " saddr 10.42.1.0/24 ip daddr 10.42.1.0/24 masquerade fully-random } }");
    }
  }
}
