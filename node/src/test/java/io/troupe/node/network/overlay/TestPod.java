package io.troupe.node.network.overlay;

import io.troupe.core.network.Ipv4;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.Rtnetlink;

/// A namespace on a host's bridge, with the address, way out and echo server of a pod.
record TestPod(NetworkNamespace namespace, Ipv4 address, Echo echo) implements AutoCloseable {
  static TestPod on(TestHost host, Ipv4 address, int mtu) {
    NetworkNamespace namespace = NetworkNamespace.anonymous();
    TestHosts.quiet(namespace);
    int bridge = host.route().linkFind(TestHost.SETTINGS.bridge()).orElseThrow().index();
    String cable = "pod" + (address.bits() & 0xff);
    host.route()
        .linkAdd(
            LinkSpec.of(cable, LinkKind.Veth.to("eth0").in(namespace).peerMtu(mtu))
                .withMtu(mtu)
                .withMaster(bridge)
                .withUp());
    try (Rtnetlink route = Rtnetlink.open(namespace)) {
      int eth0 = route.linkFind("eth0").orElseThrow().index();
      route.addressAdd(InterfaceAddress.of(eth0, Addresses.within(host.subnet(), address)));
      route.linkSetUp(eth0);
      route.linkSetUp(route.linkFind("lo").orElseThrow().index());
      route.routeAdd(
          Route.to(IpPrefix.parse("0.0.0.0/0"))
              .via(Addresses.inet(host.subnet().address(1)))
              .on(eth0));
    }
    return new TestPod(namespace, address, Echo.in(namespace));
  }

  /// Whether both protocols carry this many bytes to another pod and back.
  boolean reaches(TestPod other, int bytes) {
    return Echo.tcp(namespace, other.address, bytes) && Echo.udp(namespace, other.address, bytes);
  }

  @Override
  public void close() {
    echo.close();
    namespace.close();
  }
}
