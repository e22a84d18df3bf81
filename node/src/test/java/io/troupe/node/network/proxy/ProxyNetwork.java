package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.core.network.Cidr;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.Rtnetlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A node in three namespaces: the host, which forwards; a pod of another node as client; and the
/// pods of this node, which share a namespace and have each an address in it.
///
/// ```
///  client 10.42.2.2 ---- 10.42.2.1 host 10.42.1.1 ---- 10.42.1.11, .12, .13, .14 pods
/// ```
final class ProxyNetwork implements AutoCloseable {
  static final ProxyScope SCOPE =
      new ProxyScope(
          Cidr.parse("10.96.0.0/16"), Cidr.parse("10.42.0.0/16"), Cidr.parse("10.42.1.0/24"));
  static final List<String> PODS = List.of("10.42.1.11", "10.42.1.12", "10.42.1.13", "10.42.1.14");
  static final String GATEWAY = "10.42.1.1";

  /// A second address of the client.
  static final String OTHER_CLIENT = "10.42.2.3";

  private final NetworkNamespace host;
  private final NetworkNamespace client;
  private final NetworkNamespace pods;

  private ProxyNetwork(NetworkNamespace host, NetworkNamespace client, NetworkNamespace pods) {
    this.host = host;
    this.client = client;
    this.pods = pods;
  }

  /// Skips the test where no namespace can be made.
  static ProxyNetwork create() {
    assumeTrue(Files.exists(Path.of("/proc/thread-self/ns/net")), "needs a Linux with namespaces");
    try {
      ProxyNetwork network =
          new ProxyNetwork(
              NetworkNamespace.anonymous(),
              NetworkNamespace.anonymous(),
              NetworkNamespace.anonymous());
      network.join();
      return network;
    } catch (NetlinkException.SystemCallFailed e) {
      return abort("needs root to make a network namespace: " + e.getMessage());
    }
  }

  NetworkNamespace host() {
    return host;
  }

  NetworkNamespace client() {
    return client;
  }

  NetworkNamespace pods() {
    return pods;
  }

  /// Runs a command on the host, words split at blanks, and gives what it prints.
  String run(String command) {
    return run(host, command);
  }

  static String run(NetworkNamespace namespace, String command) {
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + namespace.path()));
    words.addAll(List.of(command.split(" ")));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(command + " printed " + printed).isZero();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Skips the test where a program is not installed.
  static void requireTool(String tool) {
    boolean found =
        Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin")
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    assumeTrue(found, tool + " is not installed");
  }

  @Override
  public void close() {
    host.close();
    client.close();
    pods.close();
  }

  private void join() {
    host.call(() -> {
      write("/proc/sys/net/ipv4/ip_forward", "1");
      return true;
    });
    try (Rtnetlink route = Rtnetlink.open(host)) {
      up(route, "lo");
      address(route, cable(route, "client", client), "10.42.2.1/24");
      address(route, cable(route, "pods", pods), GATEWAY + "/24");
      route.routeAdd(Route.to(IpPrefix.parse("0.0.0.0/0")).via(ip("10.42.2.2")));
    }
    end(client, List.of("10.42.2.2", OTHER_CLIENT), "10.42.2.1");
    end(pods, PODS, GATEWAY);
  }

  private static int cable(Rtnetlink route, String name, NetworkNamespace to) {
    return route.linkAdd(LinkSpec.of(name, LinkKind.Veth.to("eth0").in(to)).withUp()).index();
  }

  /// Makes the link `eth0` of a namespace its way to everything.
  static void end(NetworkNamespace namespace, List<String> addresses, String gateway) {
    try (Rtnetlink route = Rtnetlink.open(namespace)) {
      up(route, "lo");
      int link = up(route, "eth0");
      addresses.forEach(address -> address(route, link, address + "/24"));
      route.routeAdd(Route.to(IpPrefix.parse("0.0.0.0/0")).via(ip(gateway)));
    }
  }

  static int up(Rtnetlink route, String name) {
    int link = route.linkFind(name).orElseThrow().index();
    route.linkSetUp(link);
    return link;
  }

  static void address(Rtnetlink route, int link, String prefix) {
    route.addressAdd(InterfaceAddress.of(link, IpPrefix.parse(prefix)));
  }

  static void write(String file, String text) {
    try {
      Files.writeString(Path.of(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
