package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import io.troupe.core.network.Balance;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.Table;
import io.troupe.netlink.nftables.TableFamily;
import io.troupe.node.network.ServiceProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NftablesProxyTest extends ServiceProxyContract {
  private static final String TABLE = "troupe-proxy";

  @TempDir Path directory;

  @Override
  ServiceProxy open(ProxyNetwork network) {
    try (Nftables nftables = Nftables.open(network.host())) {
      if (!nftables.supports(TableFamily.IPV4)) {
        return abort("this kernel has no nftables for IPv4");
      }
    }
    return NftablesProxy.open(network.host(), TABLE, ProxyNetwork.SCOPE);
  }

  @Override
  String rules(ProxyNetwork network) {
    ProxyNetwork.requireTool("nft");
    return network
        .run("nft -s list table ip " + TABLE)
        .replaceAll("elements = \\{|[,}]", "")
        .lines()
        .map(line -> line.replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @Override
  String trace(ProxyNetwork network) {
    try (Nftables nftables = Nftables.open(network.host())) {
      return "generation " + nftables.generation();
    }
  }

  @Test
  void theHostIsRefusedTooWhereNobodyServes() {
    proxy().replaceAll(List.of(web(List.of())));

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Call.once(network().host(), VIP, 80));
  }

  @Test
  void nftListsItAndReadsItAgain() throws IOException {
    proxy().replaceAll(List.of(web(Balance.SH, ProxyNetwork.PODS.subList(0, 2)), api(List.of())));
    proxy().update(List.of(web(ProxyNetwork.PODS.subList(0, 1))), List.of());
    String rules = rules(network());

    assertThat(rules.lines())
        .contains(
            "10.96.0.1 . tcp . 80 : jump tcp-10.96.0.1-80",
            "10.96.0.1 . tcp . 80 . 0 : 10.42.1.11 . 8080",
            "dnat ip to ip daddr . meta l4proto . tcp dport . numgen inc mod 1 map @backends-17 comment"
                + " \"demo:web\"",
            "ip daddr 10.96.0.0/16 jump refuse");
    assertThat(rules).doesNotContain(OTHER_VIP);

    Path file =
        Files.writeString(directory.resolve("rules.nft"), network().run("nft list ruleset"));
    flush(network().host());
    network().run("nft -f " + file);
    assertThat(rules(network())).isEqualTo(rules);
    assertThat(ask().backend()).isEqualTo("10.42.1.11");
    reopen().replaceAll(List.of(web(ProxyNetwork.PODS.subList(0, 1))));
    assertThat(rules(network())).isEqualTo(rules);
  }

  @Test
  void makesItsTableAnewWhenItIsGone() throws IOException {
    proxy().replaceAll(List.of(web(ProxyNetwork.PODS)));
    flush(network().host());

    proxy().update(List.of(api(ProxyNetwork.PODS)), List.of());

    assertThat(ask().backend()).isIn(ProxyNetwork.PODS);
    assertThat(Call.once(network().client(), OTHER_VIP, 80).backend()).isIn(ProxyNetwork.PODS);
  }

  private static void flush(NetworkNamespace host) {
    try (Nftables nftables = Nftables.open(host)) {
      nftables.apply(new Batch().tableDelete(Table.ipv4(TABLE)));
    }
  }
}
