package io.troupe.node.network.proxy;

import io.troupe.netlink.NetworkNamespace;

/// [MasqueradeRules] in the kernel's tables of before nftables, word by word, for a kernel that has
/// no others: User-mode Linux.
final class OldTables {
  private static final String RULE =
      "iptables-legacy -w 10 -t nat -A POSTROUTING -m conntrack --ctorigdst %s %s -j MASQUERADE"
          + " --random-fully";

  private OldTables() {}

  static void masquerade(NetworkNamespace namespace) {
    ProxyNetwork.requireTool("iptables-legacy");
    ProxyScope scope = ProxyNetwork.SCOPE;
    ProxyNetwork.run(namespace, RULE.formatted(scope.services(), "! -s " + scope.cluster()));
    ProxyNetwork.run(
        namespace,
        RULE.formatted(scope.services(), "-s " + scope.subnet() + " -d " + scope.subnet()));
  }
}
