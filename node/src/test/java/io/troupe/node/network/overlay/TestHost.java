package io.troupe.node.network.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.NetworkSettings;
import io.troupe.node.network.NetworkSettings.DriverType;
import io.troupe.node.sim.SimNetworks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A host of [TestHosts], with the drivers and pods that are on it.
final class TestHost implements AutoCloseable {
  static final NetworkSettings SETTINGS =
      new NetworkSettings(DriverType.VXLAN, "troupe-vx", "troupe0", "troupe", 1, 8472);

  private final String name;
  private final NetworkNamespace namespace;
  private final Ipv4 address;
  private final Cidr subnet;
  private final SimNetworks engine = new SimNetworks();
  private final Rtnetlink route;
  private final Nftables nftables;
  private final List<AutoCloseable> open = new ArrayList<>();
  private int pods;

  TestHost(String name, NetworkNamespace namespace, Ipv4 address, Cidr subnet) {
    this.name = name;
    this.namespace = namespace;
    this.address = address;
    this.subnet = subnet;
    this.route = Rtnetlink.open(namespace);
    this.nftables = Nftables.open(namespace);
  }

  Cidr subnet() {
    return subnet;
  }

  Ipv4 address() {
    return address;
  }

  Peer peer() {
    return new Peer(name, subnet, address);
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  SimNetworks engine() {
    return engine;
  }

  Rtnetlink route() {
    return route;
  }

  Nftables nftables() {
    return nftables;
  }

  VxlanNetwork vxlan() {
    return vxlan(SETTINGS);
  }

  VxlanNetwork vxlan(NetworkSettings settings) {
    return keep(new VxlanNetwork(settings, engine, handle()));
  }

  BridgeNetwork bridge() {
    return keep(new BridgeNetwork(SETTINGS, engine, handle()));
  }

  /// A handle on the host's namespace that a driver may close.
  NetworkNamespace handle() {
    return namespace.call(NetworkNamespace::current);
  }

  /// A pod on the host's bridge, with the next free address.
  TestPod pod(int mtu) {
    return keep(TestPod.on(this, subnet.address(2 + pods++), mtu));
  }

  <T extends AutoCloseable> T keep(T one) {
    open.add(one);
    return one;
  }

  /// Runs a command in the host's namespace, words split at blanks, and gives what it prints.
  String run(String command) {
    return run(namespace, command);
  }

  static String run(NetworkNamespace namespace, String command) {
    try {
      Process process =
          namespace.call(
              () -> new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start());
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(command + " printed " + printed).isZero();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable one : open.reversed()) {
        one.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      route.close();
      nftables.close();
      namespace.close();
    }
  }
}
