package io.troupe.node.network.proxy;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.netlink.IpPrefix;
import io.troupe.node.network.NetworkPlan;

/// Which addresses a driver has to do with.
///
/// @param services where services' own addresses come from; all of them are the driver's
/// @param cluster where the pods' addresses come from; answers to others need the way back through
///   this node
/// @param subnet where the addresses of this node's own pods come from, which reach each other
///   without it
public record ProxyScope(Cidr services, Cidr cluster, Cidr subnet) {
  /// What a node's plan says.
  public static ProxyScope of(NetworkPlan plan) {
    return new ProxyScope(plan.services(), plan.cluster(), plan.subnet());
  }

  /// The node's own address in its subnet, at which pods of other nodes reach it.
  Ipv4 gateway() {
    return subnet.address(1);
  }

  static IpPrefix prefix(Cidr range) {
    return new IpPrefix(ServiceKey.inet(range.base()), range.length());
  }
}
