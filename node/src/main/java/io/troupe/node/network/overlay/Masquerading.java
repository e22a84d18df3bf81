package io.troupe.node.network.overlay;

import io.troupe.core.network.Cidr;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.Masquerade;
import io.troupe.netlink.nftables.Match;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.Table;
import io.troupe.node.network.NetworkPlan;
import java.util.List;

/// What lets pods call the outside: from there they come from the node's address. Among themselves
/// and to services they keep their own. It is a table of our own in nftables.
///
/// @param name of the table
record Masquerading(Nftables nftables, String name) {
  private static final Cidr MULTICAST = Cidr.parse("224.0.0.0/4");

  /// Makes the table right, all at once or not at all.
  void ensure(NetworkPlan plan) {
    Table table = Table.ipv4(name);
    Chain chain = Chain.base(table, "postrouting", Chain.Hook.nat(Chain.Point.POSTROUTING));
    NftRule rule = rule(chain, plan);
    Batch batch = new Batch().tableAdd(table);
    if (nftables.tableList().contains(table)) {
      if (isRight(table, chain, rule)) {
        return;
      }
      batch.tableDelete(table).tableAdd(table);
    }
    nftables.apply(batch.chainAdd(chain).ruleAdd(rule));
  }

  private boolean isRight(Table table, Chain chain, NftRule rule) {
    List<NftRule> rules =
        nftables.ruleList(table).stream().map(found -> found.withHandle(0)).toList();
    return nftables.chainList(table).equals(List.of(chain)) && rules.equals(List.of(rule));
  }

  private static NftRule rule(Chain chain, NetworkPlan plan) {
    IpPrefix pods = Addresses.prefix(plan.subnet());
    return NftRule.of(
            chain,
            new Match()
                .source(pods)
                .notDestination(Addresses.prefix(plan.cluster()))
                .notDestination(Addresses.prefix(plan.services()))
                .notDestination(Addresses.prefix(MULTICAST))
                .then(new Masquerade(Masquerade.FULLY_RANDOM)))
        .withComment("pods to the outside");
  }
}
