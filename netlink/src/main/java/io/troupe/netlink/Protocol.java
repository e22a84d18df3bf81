package io.troupe.netlink;

/// A netlink protocol, the third argument of `socket(AF_NETLINK, ...)`; `linux/netlink.h`.
public enum Protocol {
  /// Links, addresses, routes, rules, neighbours.
  ROUTE(0),
  /// nftables, conntrack and the rest of netfilter.
  NETFILTER(12),
  /// Families by name, IPVS among them.
  GENERIC(16);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
