package io.troupe.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.netlink.Errno;
import io.troupe.netlink.Kernel;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.TestNetwork;
import io.troupe.netlink.route.Rtnetlink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// IPVS on recorded bytes everywhere, and live where the kernel has it; see docs/netlink.md for a
/// guest that does.
class IpvsTest {
  private static final ServiceAddress WEB = ServiceAddress.tcp(ip("10.96.0.1"), 80);

  @ParameterizedTest
  @EnumSource
  void addsEditsAndDeletesServices(Kernel kernel) {
    try (TestNetwork network = network(kernel, "ipvs-service")) {
      Ipvs ipvs = new Ipvs(network.socket(Protocol.GENERIC));
      VirtualService web = VirtualService.of(WEB, "rr");
      VirtualService dns =
          VirtualService.of(ServiceAddress.udp(ip("10.96.0.10"), 53), "sh")
              .with(VirtualService.Flag.ONE_PACKET)
              .with(VirtualService.Flag.FALLBACK)
              .with(VirtualService.Flag.HASH_PORT);
      VirtualService six =
          VirtualService.of(ServiceAddress.tcp(ip("fd00:96::1"), 443), "lc")
              .withPersistence(Duration.ofMinutes(5))
              .withGranularity(64);
      VirtualService sctp = VirtualService.of(ServiceAddress.sctp(ip("10.96.0.1"), 9899), "wrr");
      VirtualService marked = VirtualService.of(new ServiceAddress.Mark(7, false), "rr");

      for (VirtualService service : new VirtualService[] {web, dns, six, sctp, marked}) {
        ipvs.serviceAdd(service);
      }
      VirtualService edited =
          web.withScheduler("wrr").withPersistence(Duration.ofSeconds(90)).withGranularity(24);
      ipvs.serviceReplace(edited);

      assertThat(ipvs.serviceList())
          .extracting(ServiceStatus::service)
          .containsExactlyInAnyOrder(edited, dns, six, sctp, marked);
      assertThat(ipvs.serviceFind(WEB)).get().extracting(ServiceStatus::service).isEqualTo(edited);
      network
          .prints("ipvsadm -Ln")
          .ifPresent(printed ->
              printed
                  .contains("TCP 10.96.0.1:80 wrr persistent 90 mask 255.255.255.0")
                  .contains("UDP 10.96.0.10:53 sh (sh-fallback,sh-port) ops")
                  .contains("TCP [fd00:96::1]:443 lc persistent 300 mask 64")
                  .contains("SCTP 10.96.0.1:9899 wrr")
                  .contains("FWM 7 rr"));

      ipvs.serviceDelete(WEB);
      assertThat(ipvs.serviceFind(WEB)).isEmpty();
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> ipvs.serviceDelete(WEB))
          .matches(e -> e.is(Errno.ESRCH));
      ipvs.flush();
      assertThat(ipvs.serviceList()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void addsDrainsAndDeletesDestinations(Kernel kernel) {
    try (TestNetwork network = network(kernel, "ipvs-destination")) {
      Ipvs ipvs = new Ipvs(network.socket(Protocol.GENERIC));
      ServiceAddress six = ServiceAddress.udp(ip("fd00:96::1"), 53);
      ipvs.serviceAdd(VirtualService.of(WEB, "wrr"));
      ipvs.serviceAdd(VirtualService.of(six, "rr"));
      Destination one = Destination.masquerade(ip("10.7.1.2"), 8080, 3);
      Destination two = Destination.masquerade(ip("10.7.2.2"), 8080, 1).withThresholds(100, 80);
      Destination direct =
          Destination.masquerade(ip("10.7.3.2"), 80, 1)
              .withForwarding(Destination.Forwarding.DIRECT);
      Destination far = Destination.masquerade(ip("fd00:7::2"), 5353, 1);

      ipvs.destinationAdd(WEB, one);
      ipvs.destinationAdd(WEB, two);
      ipvs.destinationAdd(WEB, direct);
      ipvs.destinationAdd(six, far);
      ipvs.destinationReplace(WEB, one.withWeight(0));

      assertThat(ipvs.destinationList(WEB))
          .extracting(DestinationStatus::destination)
          .containsExactlyInAnyOrder(one.withWeight(0), two, direct);
      assertThat(ipvs.destinationList(six))
          .extracting(DestinationStatus::destination)
          .containsExactly(far);
      network
          .prints("ipvsadm -Ln")
          .ifPresent(printed ->
              printed
                  .contains("-> 10.7.1.2:8080 Masq 0 0 0")
                  .contains("-> 10.7.2.2:8080 Masq 1 0 0")
                  .contains("-> 10.7.3.2:80 Route 1 0 0")
                  .contains("-> [fd00:7::2]:5353 Masq 1 0 0"));
      network
          .prints("ipvsadm -Ln --thresholds")
          .ifPresent(printed -> printed.contains("-> 10.7.2.2:8080 100 80"));

      ipvs.destinationDelete(WEB, one);
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> ipvs.destinationDelete(WEB, one))
          .matches(e -> e.is(Errno.ENOENT))
          .withMessageContaining("delete destination 10.7.1.2 port 8080 of TCP 10.96.0.1:80");
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> ipvs.destinationAdd(WEB, two))
          .matches(e -> e.is(Errno.EEXIST));
      assertThat(ipvs.destinationList(ServiceAddress.tcp(ip("10.96.0.99"), 80))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsAndSetsWhatIsCommonToAllServices(Kernel kernel) {
    try (TestNetwork network = network(kernel, "ipvs-config")) {
      Ipvs ipvs = new Ipvs(network.socket(Protocol.GENERIC));
      assertThat(ipvs.info().version()).isEqualTo("1.2.1");
      assertThat(ipvs.info().connectionTableSize()).isPositive();

      ipvs.timeoutsSet(
          new IpvsTimeouts(Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ZERO));

      assertThat(ipvs.timeouts())
          .isEqualTo(
              new IpvsTimeouts(
                  Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofMinutes(5)));
      network
          .prints("ipvsadm -L --timeout")
          .ifPresent(printed -> printed.contains("Timeout (tcp tcpfin udp): 600 30 300"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesAServiceWithItsDestinationsTogether(Kernel kernel) {
    try (TestNetwork network = network(kernel, "ipvs-bulk")) {
      Ipvs ipvs = new Ipvs(network.socket(Protocol.GENERIC));
      IpvsBulk bulk = ipvs.bulk().serviceAdd(VirtualService.of(WEB, "rr"));
      for (int i = 1; i <= 100; i++) {
        bulk.destinationAdd(WEB, Destination.masquerade(ip("10.7.1." + i), 80, 1));
      }
      ipvs.apply(bulk);

      assertThat(ipvs.destinationList(WEB)).hasSize(100);
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> ipvs.apply(bulk))
          .matches(e -> e.is(Errno.EEXIST) && e.getSuppressed().length == 100);
    }
  }

  @Test
  void balancesConnectionsAndCountsThem() {
    try (TestNetwork network = network(Kernel.LIVE, "ipvs-traffic")) {
      Ipvs ipvs = new Ipvs(network.socket(Protocol.GENERIC));
      ServiceAddress service = ServiceAddress.tcp(ip("127.0.0.1"), 8000);
      ipvs.serviceAdd(VirtualService.of(service, "rr"));
      network
          .namespace()
          .call(() -> {
            try (ServerSocket one = new ServerSocket(0, 9, ip("127.0.0.2"));
                ServerSocket two = new ServerSocket(0, 9, ip("127.0.0.3"))) {
              ipvs.destinationAdd(
                  service, Destination.masquerade(ip("127.0.0.2"), one.getLocalPort(), 1));
              ipvs.destinationAdd(
                  service, Destination.masquerade(ip("127.0.0.3"), two.getLocalPort(), 1));
              fetch(one, two);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return 0;
          });
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() ->
              assertThat(ipvs.serviceFind(service).orElseThrow().statistics().connections())
                  .isEqualTo(2));
      assertThat(ipvs.destinationList(service))
          .allSatisfy(status -> {
            assertThat(status.statistics().connections()).isEqualTo(1);
            assertThat(status.statistics().inBytes()).isPositive();
            assertThat(status.activeConnections() + status.inactiveConnections()).isPositive();
          });

      ipvs.zero(service);
      assertThat(ipvs.serviceFind(service).orElseThrow().statistics().connections()).isZero();
    }
  }

  @Test
  void saysWhatIsMissingOnAKernelWithoutIpvs() {
    assumeFalse(Ipvs.isAvailable(), "this kernel has IPVS");
    assertThatExceptionOfType(NetlinkException.Unsupported.class)
        .isThrownBy(Ipvs::open)
        .withMessageContaining("load the module ip_vs");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    VirtualService web = VirtualService.of(WEB, "rr");
    assertThatIllegalArgumentException().isThrownBy(() -> web.withGranularity(33));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> web.withPersistence(Duration.ofMillis(1)))
        .withMessageContaining("whole seconds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destination.masquerade(ip("10.0.0.1"), 65536, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Destination.masquerade(ip("10.0.0.1"), 80, -1));
  }

  /// Two connections through the service, accepted by one server each, one byte answered.
  private static void fetch(ServerSocket... servers) throws IOException {
    for (ServerSocket _ : servers) {
      try (Socket client = new Socket()) {
        client.connect(new InetSocketAddress(ip("127.0.0.1"), 8000), 5000);
        try (Socket served = accepted(servers);
            OutputStream out = served.getOutputStream();
            InputStream in = client.getInputStream()) {
          out.write(42);
          out.flush();
          assertThat(in.read()).isEqualTo(42);
        }
      }
    }
  }

  private static Socket accepted(ServerSocket... servers) throws IOException {
    while (true) {
      for (ServerSocket server : servers) {
        server.setSoTimeout(50);
        try {
          return server.accept();
        } catch (SocketTimeoutException e) {
          // the connection went to the other server
        }
      }
    }
  }

  /// A network with `lo` up, without which IPVS takes no destination for a unicast address.
  private static TestNetwork network(Kernel kernel, String name) {
    if (kernel == Kernel.LIVE) {
      assumeTrue(
          Ipvs.isAvailable(), "this kernel has no IPVS; docs/netlink.md tells of a guest that has");
    }
    TestNetwork network = kernel.network(name);
    if (network.isLive()) {
      try (Rtnetlink route = Rtnetlink.open(network.namespace())) {
        route.linkSetUp(route.linkFind("lo").orElseThrow().index());
      }
    }
    return network;
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
