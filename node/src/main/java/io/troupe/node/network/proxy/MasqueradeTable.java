package io.troupe.node.network.proxy;

import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.Table;
import java.util.List;

/// The table of nftables that [IpvsProxy] has for its [MasqueradeRules]; it bears the name that
/// [NftablesProxy]'s would have, so that none of the two outlives a change of the driver.
final class MasqueradeTable {
  private MasqueradeTable() {}

  /// Makes the table, unless it is there already.
  static void ensure(Nftables nftables, String name, ProxyScope scope) {
    Table table = Table.ipv4(name);
    Chain chain = MasqueradeRules.chain(table);
    List<NftRule> rules = MasqueradeRules.rules(chain, scope);
    boolean exists = nftables.tableList().contains(table);
    if (exists
        && nftables.chainList(table).equals(List.of(chain))
        && nftables.ruleList(table).stream()
            .map(rule -> rule.withHandle(0))
            .toList()
            .equals(rules)) {
      return;
    }
    Batch batch = new Batch();
    if (exists) {
      batch.tableDelete(table);
    }
    batch.tableAdd(table).chainAdd(chain);
    rules.forEach(batch::ruleAdd);
    nftables.apply(batch);
  }
}
