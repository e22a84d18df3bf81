package io.troupe.node.network.proxy;

import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.Masquerade;
import io.troupe.netlink.nftables.Match;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.Table;
import java.util.List;

/// What makes answers come back through this node, which alone can undo what it did to a
/// connection: connections to services come from the address of the link they leave by,
///
/// - where the caller is no pod: this host, whose address other nodes would answer past the
///   overlay;
/// - where caller and backend both stand in this node's subnet, or are the same: they would answer
///   each other directly.
final class MasqueradeRules {
  private MasqueradeRules() {}

  static Chain chain(Table table) {
    return Chain.base(table, "postrouting", Chain.Hook.nat(Chain.Point.POSTROUTING));
  }

  static List<NftRule> rules(Chain chain, ProxyScope scope) {
    IpPrefix services = ProxyScope.prefix(scope.services());
    IpPrefix subnet = ProxyScope.prefix(scope.subnet());
    Masquerade masquerade = new Masquerade(Masquerade.FULLY_RANDOM);
    return List.of(
        NftRule.of(
            chain,
            new Match()
                .originalDestination(services)
                .notSource(ProxyScope.prefix(scope.cluster()))
                .then(masquerade)),
        NftRule.of(
            chain,
            new Match()
                .originalDestination(services)
                .source(subnet)
                .destination(subnet)
                .then(masquerade)));
  }
}
