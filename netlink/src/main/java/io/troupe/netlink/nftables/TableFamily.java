package io.troupe.netlink.nftables;

/// Whose packets a table sees; `NFPROTO_*` of `linux/netfilter.h`.
public enum TableFamily {
  /// IPv4 and IPv6.
  INET(1),
  IPV4(2),
  ARP(3),
  NETDEV(5),
  BRIDGE(7),
  IPV6(10);

  private final int number;

  TableFamily(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static TableFamily of(int number) {
    for (TableFamily family : values()) {
      if (family.number == number) {
        return family;
      }
    }
    return INET;
  }

  /// The word `nft` has for it.
  String word() {
    return switch (this) {
      case INET -> "inet";
      case IPV4 -> "ip";
      case ARP -> "arp";
      case NETDEV -> "netdev";
      case BRIDGE -> "bridge";
      case IPV6 -> "ip6";
    };
  }
}
