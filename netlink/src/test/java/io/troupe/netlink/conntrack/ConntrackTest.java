package io.troupe.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.Kernel;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.TestNetwork;
import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.Immediate;
import io.troupe.netlink.nftables.Match;
import io.troupe.netlink.nftables.Nat;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.Nftables;
import io.troupe.netlink.nftables.Register;
import io.troupe.netlink.nftables.Table;
import io.troupe.netlink.nftables.TableFamily;
import io.troupe.netlink.nftables.Value;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.Rtnetlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConntrackTest {
  private static final InetAddress SERVICE = InetAddress.ofLiteral("10.96.0.10");
  private static final InetAddress BACKEND = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.1");

  @ParameterizedTest
  @EnumSource
  void listsTheMappingOfAUdpClientAndEndsIt(Kernel kernel) {
    try (TestNetwork network = kernel.network("conntrack")) {
      if (network.isLive()) {
        sendThroughAService(network);
      }
      Conntrack conntrack = new Conntrack(network.socket(Protocol.NETFILTER));

      Connection mapping =
          conntrack.connectionList().stream()
              .filter(connection -> connection.original().sourcePort() == 40_000)
              .findFirst()
              .orElseThrow();

      assertThat(mapping.original()).isEqualTo(new Flow(17, CLIENT, 40_000, SERVICE, 53));
      assertThat(mapping.reply()).isEqualTo(new Flow(17, BACKEND, 5353, CLIENT, 40_000));
      assertThat(mapping.status() & Connection.DESTINATION_NAT).isNotZero();
      assertThat(mapping.status() & Connection.ANSWERED).isZero();

      assertThat(conntrack.connectionDelete(mapping)).isTrue();
      assertThat(conntrack.connectionList()).doesNotContain(mapping);
      assertThat(conntrack.connectionDelete(mapping)).isFalse();
    }
  }

  /// Makes a service of one rule and sends it a datagram; nobody answers.
  private static void sendThroughAService(TestNetwork network) {
    try (Rtnetlink route = Rtnetlink.open(network.namespace());
        Nftables nftables = Nftables.open(network.namespace())) {
      assumeTrue(nftables.supports(TableFamily.IPV4), "this kernel has no nftables for IPv4");
      int lo = route.linkFind("lo").orElseThrow().index();
      route.linkSetUp(lo);
      route.routeAdd(Route.to(IpPrefix.parse("10.96.0.0/16")).on(lo));
      Table table = Table.ipv4("t");
      Chain output = Chain.base(table, "output", Chain.Hook.nat(Chain.Point.OUTPUT));
      Register port = Register.FIRST.after(4);
      nftables.apply(
          new Batch()
              .tableAdd(table)
              .chainAdd(output)
              .ruleAdd(
                  NftRule.of(
                      output,
                      new Match()
                          .destination(SERVICE)
                          .with(new Immediate(Register.FIRST, Value.address(BACKEND)))
                          .with(new Immediate(port, Value.port(5353)))
                          .then(Nat.destination(TableFamily.IPV4, Register.FIRST, port)))));
      network.namespace().call(ConntrackTest::send);
    }
  }

  private static int send() {
    try (DatagramSocket _ = new DatagramSocket(new InetSocketAddress(BACKEND, 5353));
        DatagramSocket client = new DatagramSocket(new InetSocketAddress(CLIENT, 40_000))) {
      client.send(new DatagramPacket(new byte[4], 4, SERVICE, 53));
      return 4;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
