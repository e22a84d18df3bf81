package io.troupe.node.network.overlay;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.Bridge;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.NetworkPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Hosts that are network namespaces, with a bridge between them: host `i` has address
/// `192.168.77.(11+i)` and the subnet `10.42.(i+1).0/24`. Nobody else sees them, and they end with
/// this.
final class TestHosts implements AutoCloseable {
  static final Cidr CLUSTER = Cidr.parse("10.42.0.0/16");
  static final Cidr SERVICES = Cidr.parse("10.96.0.0/16");

  /// The outside: an address on the hub, which knows no way to pods.
  static final Ipv4 OUTSIDE = Ipv4.parse("192.168.77.254");

  private static final Cidr UNDERLAY = Cidr.parse("192.168.77.0/24");
  private static final int FIRST_HOST = 11;

  private final NetworkNamespace hub;
  private final List<TestHost> hosts = new ArrayList<>();

  private TestHosts(NetworkNamespace hub) {
    this.hub = hub;
  }

  /// Skips the test where namespaces, VXLAN links or the programs it needs are missing.
  static TestHosts live(int count) {
    assumeTrue(Files.exists(Path.of("/proc/thread-self/ns/net")), "needs a Linux with namespaces");
    requireTool("iptables");
    try {
      TestHosts all = new TestHosts(NetworkNamespace.anonymous());
      try (Rtnetlink route = Rtnetlink.open(all.hub)) {
        quiet(all.hub);
        int bridge = route.linkAdd(LinkSpec.of("hub", Bridge.standard()).withUp()).index();
        IpPrefix outside = Addresses.within(UNDERLAY, OUTSIDE);
        route.addressAdd(InterfaceAddress.of(bridge, outside));
        for (int i = 0; i < count; i++) {
          all.hosts.add(all.host(route, bridge, i));
        }
      }
      return all;
    } catch (NetlinkException.SystemCallFailed e) {
      return abort("needs root to make a network namespace: " + e.getMessage());
    }
  }

  static void requireTool(String tool) {
    boolean found =
        Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    assumeTrue(found, tool + " is not installed");
  }

  private TestHost host(Rtnetlink hubRoute, int bridge, int number) {
    NetworkNamespace namespace = NetworkNamespace.anonymous();
    quiet(namespace);
    hubRoute.linkAdd(
        LinkSpec.of("host" + number, LinkKind.Veth.to("eth0").in(namespace))
            .withMaster(bridge)
            .withUp());
    Ipv4 address = UNDERLAY.address(FIRST_HOST + number);
    try (Rtnetlink route = Rtnetlink.open(namespace)) {
      int eth0 = route.linkFind("eth0").orElseThrow().index();
      route.addressAdd(InterfaceAddress.of(eth0, Addresses.within(UNDERLAY, address)));
      route.linkSetUp(eth0);
      route.linkSetUp(route.linkFind("lo").orElseThrow().index());
    }
    return new TestHost("node-" + number, namespace, address, subnet(number + 1));
  }

  static Cidr subnet(int number) {
    return new Cidr(CLUSTER.address(number << 8), 24);
  }

  /// Without IPv6 nothing happens by itself in a namespace, so that every event has a cause.
  static void quiet(NetworkNamespace namespace) {
    namespace.call(() -> {
      for (String scope : List.of("all", "default")) {
        Path file = Path.of("/proc/sys/net/ipv6/conf/" + scope + "/disable_ipv6");
        try {
          if (Files.exists(file)) {
            Files.writeString(file, "1\n");
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return true;
    });
  }

  TestHost host(int number) {
    return hosts.get(number);
  }

  List<TestHost> all() {
    return List.copyOf(hosts);
  }

  NetworkNamespace hub() {
    return hub;
  }

  /// A network of another kind behind a host, in which the namespace has an address and the host
  /// another.
  static NetworkNamespace behind(TestHost host, String gateway, String address) {
    NetworkNamespace namespace = NetworkNamespace.anonymous();
    quiet(namespace);
    int port =
        host.route()
            .linkAdd(LinkSpec.of("other", LinkKind.Veth.to("eth0").in(namespace)).withUp())
            .index();
    host.route().addressAdd(InterfaceAddress.of(port, IpPrefix.parse(gateway + "/24")));
    TestHost.run(namespace, "ip address add " + address + "/24 dev eth0");
    TestHost.run(namespace, "ip link set eth0 up");
    TestHost.run(namespace, "ip route add default via " + gateway);
    return namespace;
  }

  /// The plan of a host in which all others are its peers.
  NetworkPlan plan(TestHost of) {
    return plan(of, hosts.stream().filter(host -> host != of).map(TestHost::peer).toList());
  }

  static NetworkPlan plan(TestHost of, List<Peer> peers) {
    return new NetworkPlan(CLUSTER, SERVICES, of.subnet(), of.address(), peers);
  }

  @Override
  public void close() {
    hosts.forEach(TestHost::close);
    hub.close();
  }
}
