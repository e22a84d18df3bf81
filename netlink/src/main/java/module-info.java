/// Netlink for Java: links, routes and neighbours, generic netlink with IPVS, nftables and network
/// namespaces, spoken to the Linux kernel directly.
module io.troupe.netlink {
  requires org.slf4j;
  requires static org.jspecify;

  exports io.troupe.netlink;
  exports io.troupe.netlink.conntrack;
  exports io.troupe.netlink.generic;
  exports io.troupe.netlink.ipvs;
  exports io.troupe.netlink.nftables;
  exports io.troupe.netlink.route;
}
