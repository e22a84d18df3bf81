package io.troupe.node.network.proxy;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.Bridge;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Rtnetlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A node whose pods stand on its bridge, each in a namespace of its own behind a port in hairpin
/// mode, as the agent sets them up.
///
/// ```
///  host: bridge 10.42.1.1 ---- 10.42.1.11, 10.42.1.12 pods
/// ```
final class BridgedPods implements AutoCloseable {
  static final List<String> PODS = ProxyNetwork.PODS.subList(0, 2);

  private static final Path IPTABLES_ON_BRIDGES =
      Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");

  private final NetworkNamespace host;
  private final Map<String, NetworkNamespace> pods = new TreeMap<>();

  private BridgedPods(NetworkNamespace host) {
    this.host = host;
  }

  /// Skips the test where no namespace can be made, or the kernel does not do as asked.
  ///
  /// @param iptablesOnBridges whether rules for IP see packets while they are on a bridge, which
  ///   Docker turns on
  static BridgedPods create(boolean iptablesOnBridges) {
    assumeTrue(Files.exists(Path.of("/proc/thread-self/ns/net")), "needs a Linux with namespaces");
    try {
      BridgedPods network = new BridgedPods(NetworkNamespace.anonymous());
      network.join(iptablesOnBridges);
      return network;
    } catch (NetlinkException.SystemCallFailed e) {
      return abort("needs root to make a network namespace: " + e.getMessage());
    }
  }

  NetworkNamespace host() {
    return host;
  }

  NetworkNamespace pod(String address) {
    return pods.get(address);
  }

  private void join(boolean iptablesOnBridges) {
    host.call(() -> {
      ProxyNetwork.write("/proc/sys/net/ipv4/ip_forward", "1");
      if (Files.exists(IPTABLES_ON_BRIDGES)) {
        ProxyNetwork.write(IPTABLES_ON_BRIDGES.toString(), iptablesOnBridges ? "1" : "0");
      } else {
        assumeTrue(!iptablesOnBridges, "br_netfilter is not loaded");
      }
      return true;
    });
    try (Rtnetlink route = Rtnetlink.open(host)) {
      ProxyNetwork.up(route, "lo");
      int bridge = route.linkAdd(LinkSpec.of("pods0", Bridge.standard()).withUp()).index();
      ProxyNetwork.address(route, bridge, ProxyNetwork.GATEWAY + "/24");
      for (String address : PODS) {
        NetworkNamespace pod = NetworkNamespace.anonymous();
        pods.put(address, pod);
        String port = "pod" + address.substring(address.lastIndexOf('.') + 1);
        route.linkAdd(
            LinkSpec.of(port, LinkKind.Veth.to("eth0").in(pod)).withMaster(bridge).withUp());
        ProxyNetwork.run(host, "bridge link set dev " + port + " hairpin on");
        ProxyNetwork.end(pod, List.of(address), ProxyNetwork.GATEWAY);
      }
    }
  }

  /// Answers at a port of each pod.
  List<Echo> answer(int port) throws IOException {
    Echo first = Echo.start(pod(PODS.get(0)), PODS.get(0), port);
    return List.of(first, Echo.start(pod(PODS.get(1)), PODS.get(1), port));
  }

  @Override
  public void close() {
    pods.values().forEach(NetworkNamespace::close);
    host.close();
  }
}
