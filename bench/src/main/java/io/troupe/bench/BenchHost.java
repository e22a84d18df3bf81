package io.troupe.bench;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.network.NetworkPlan;
import io.troupe.node.network.NetworkSettings;
import io.troupe.node.network.NetworkSettings.DriverType;
import io.troupe.node.network.overlay.VxlanNetwork;
import io.troupe.node.sim.SimNetworks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One of two hosts that are namespaces with a cable between them, `192.0.2.1` and `192.0.2.2`, and
/// a pod on it at `10.42.<number>.2`.
///
/// @param number 1 or 2
record BenchHost(int number, NetworkNamespace host, NetworkNamespace pod) implements AutoCloseable {
  private static final int MTU = 1450;

  /// Two hosts whose pods have no network yet.
  static List<BenchHost> pair() throws IOException {
    BenchHost one = of(1);
    BenchHost two = of(2);
    one.host("ip link add eth0 type veth peer name eth0 netns " + two.host.path());
    for (BenchHost each : List.of(one, two)) {
      each.host("ip address add " + each.address() + "/24 dev eth0");
      each.host("ip link set eth0 up");
      each.host("ip link set lo up");
    }
    return List.of(one, two);
  }

  private static BenchHost of(int number) {
    return new BenchHost(number, NetworkNamespace.anonymous(), NetworkNamespace.anonymous());
  }

  private String address() {
    return "192.0.2." + number;
  }

  private String subnet() {
    return "10.42." + number + ".0";
  }

  private String mac() {
    return "0a:58:0a:2a:0" + number + ":00";
  }

  private String gateway() {
    return "10.42." + number + ".1";
  }

  String podAddress() {
    return "10.42." + number + ".2";
  }

  String hostAddress() {
    return address();
  }

  /// The overlay as one makes it by hand.
  ///
  /// @param masquerade whether pods could call the outside too, which makes the kernel track
  ///   connections
  void byHand(BenchHost other, boolean masquerade) throws IOException {
    host("ip link add vx type vxlan id 1 dstport 8472 local " + address() + " nolearning");
    host("ip link set vx address " + mac() + " mtu " + MTU + " up");
    host("ip address add " + subnet() + "/32 dev vx");
    host("ip link add troupe0 type bridge");
    host("ip link set troupe0 mtu " + MTU + " up");
    host("ip address add " + gateway() + "/24 dev troupe0");
    host("sysctl -qw net.ipv4.ip_forward=1");
    host("ip route add " + other.subnet() + "/24 via " + other.subnet() + " dev vx onlink");
    host("ip neigh add " + other.subnet() + " lladdr " + other.mac() + " dev vx nud permanent");
    host("bridge fdb add " + other.mac() + " dst " + other.address() + " dev vx self permanent");
    if (masquerade) {
      host("nft add table ip nat");
      host("nft add chain ip nat post { type nat hook postrouting priority srcnat; }");
      host("nft add rule ip nat post ip saddr 10.42.0.0/16 ip daddr != 10.42.0.0/16 masquerade");
    }
    attach();
  }

  /// The overlay as the driver makes it.
  void byDriver(BenchHost other) throws IOException {
    NetworkSettings settings =
        new NetworkSettings(DriverType.VXLAN, "troupe-vx", "troupe0", "troupe", 1, 8472);
    Peer peer = new Peer("other", Cidr.parse(other.subnet() + "/24"), Ipv4.parse(other.address()));
    NetworkPlan plan =
        new NetworkPlan(
            Cidr.parse("10.42.0.0/16"),
            Cidr.parse("10.96.0.0/16"),
            Cidr.parse(subnet() + "/24"),
            Ipv4.parse(address()),
            List.of(peer));
    NetworkNamespace own = host.call(NetworkNamespace::current);
    try (VxlanNetwork network = new VxlanNetwork(settings, new SimNetworks(), own)) {
      network.apply(plan);
    }
    attach();
  }

  /// Puts the pod on the bridge.
  private void attach() throws IOException {
    host("ip link add pod type veth peer name eth0 netns " + pod.path());
    host("ip link set pod master troupe0 mtu " + MTU + " up");
    run(pod, "ip link set eth0 mtu " + MTU + " up");
    run(pod, "ip address add " + podAddress() + "/24 dev eth0");
    run(pod, "ip route add default via " + gateway());
  }

  private void host(String command) throws IOException {
    run(host, command);
  }

  private static void run(NetworkNamespace where, String command) throws IOException {
    Process process =
        where.call(() -> new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start());
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("`" + command + "` has failed: " + printed.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in `" + command + "`", e);
    }
  }

  @Override
  public void close() {
    pod.close();
    host.close();
  }
}
