package io.troupe.node.dns;

import static io.troupe.node.dns.Endpoints.at;
import static io.troupe.node.dns.Endpoints.headless;
import static io.troupe.node.dns.Endpoints.pods;
import static io.troupe.node.dns.Endpoints.service;
import static io.troupe.node.dns.Loopback.ask;
import static io.troupe.node.dns.Loopback.datagram;
import static io.troupe.node.dns.Loopback.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.troupe.node.network.NetworkFailure;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class NameServerTest {
  private static final String WEB = "web.demo.lb.local.";
  private static final String MANY = "db.demo.lb.local.";
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final FakeUpstream upstream = new FakeUpstream();
  private final Zone zone =
      Endpoints.zone(at("demo:web", "10.96.0.7"), headless("demo:db", pods(200)));
  private final NameServer server =
      NameServer.start(Endpoints.settings(upstream.address()), zone, loopback(), IDLE);
  private final InetSocketAddress address = server.addresses().getFirst();

  NameServerTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    server.close();
    upstream.close();
  }

  private static List<InetAddress> loopback() {
    return List.of(InetAddress.getLoopbackAddress());
  }

  @Test
  void aServiceIsFoundOverUdpAndOverTcp() throws IOException {
    SimpleResolver resolver = Loopback.resolver(address);
    assertThat(data(resolver.send(query(WEB, Type.A)))).containsExactly("10.96.0.7");

    resolver.setTCP(true);
    assertThat(data(resolver.send(query(WEB, Type.A)))).containsExactly("10.96.0.7");
  }

  @Test
  void aServiceThatWasMadeAgainHasItsNewAddressAtOnce() throws IOException {
    for (int i = 1; i <= 50; i++) {
      zone.update(List.of(), List.of(service("demo:web")));
      assertThat(ask(address, WEB, Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
      zone.update(List.of(at("demo:web", "10.96.1." + i)), List.of());
      assertThat(data(ask(address, WEB, Type.A))).containsExactly("10.96.1." + i);
    }
  }

  @Test
  void anUnknownNameIsDeniedAndAnotherTypeIsEmpty() throws IOException {
    assertThat(ask(address, "x.demo.lb.local.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);

    Message empty = ask(address, WEB, Type.AAAA);
    assertThat(empty.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(data(empty)).isEmpty();
    assertThat(empty.getSection(Section.AUTHORITY)).hasSize(1);
  }

  @Test
  void whatIsTooLongForADatagramComesWholeOverTcp() throws IOException {
    SimpleResolver resolver = Loopback.resolver(address);
    assertThat(data(resolver.send(query(MANY, Type.A)))).hasSize(200);

    resolver.setIgnoreTruncation(true);
    Message cut = resolver.send(query(MANY, Type.A));
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(data(cut)).hasSizeBetween(60, 80);
  }

  @Test
  void aDatagramHasTheSizeTheClientTakesAndNoMoreThanPassesAnywhere() throws IOException {
    assertThat(datagram(address, query(MANY, Type.A).toWire())).hasSizeBetween(490, 512);
    assertThat(datagram(address, withEdns(query(MANY, Type.A), 800, 0).toWire()))
        .hasSizeBetween(780, 800);
    assertThat(datagram(address, withEdns(query(MANY, Type.A), 65000, 0).toWire()))
        .hasSizeBetween(1200, 1232);
    assertThat(datagram(address, withEdns(query(MANY, Type.A), 100, 0).toWire()))
        .hasSizeBetween(490, 512);
  }

  @Test
  void ednsIsAnsweredInEdnsAndOnlyThen() throws IOException {
    Message query = withEdns(query(WEB, Type.A), 4096, 0);
    OPTRecord options = new Message(datagram(address, query.toWire())).getOPT();
    assertThat(options.getPayloadSize()).isEqualTo(1232);
    assertThat(options.getVersion()).isZero();

    assertThat(new Message(datagram(address, query(WEB, Type.A).toWire())).getOPT()).isNull();
  }

  @Test
  void anotherVersionOfEdnsIsRefusedWithOurs() throws IOException {
    Message answer = new Message(datagram(address, withEdns(query(WEB, Type.A), 1232, 1).toWire()));

    assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(answer.getOPT().getVersion()).isZero();
    assertThat(data(answer)).isEmpty();
  }

  @Test
  void whatIsNotServedIsRefusedWithTheRightCode() throws IOException {
    Message notify = query(WEB, Type.SOA);
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    assertThat(code(notify)).isEqualTo(Rcode.NOTIMP);
    assertThat(code(query(WEB, Type.AXFR))).isEqualTo(Rcode.REFUSED);
    assertThat(code(query(WEB, Type.MAILB))).isEqualTo(Rcode.NOTIMP);
    Record chaos = Record.newRecord(Name.fromConstantString(WEB), Type.TXT, DClass.CH);
    assertThat(code(Message.newQuery(chaos))).isEqualTo(Rcode.REFUSED);
    Message local = query("normal.example.", Type.A);
    local.getHeader().unsetFlag(Flags.RD);
    assertThat(code(local)).isEqualTo(Rcode.REFUSED);
  }

  @Test
  void whatCannotBeReadIsToldSo() throws IOException {
    Message two = query(WEB, Type.A);
    two.addRecord(two.getQuestion(), Section.QUESTION);
    assertThat(code(two)).isEqualTo(Rcode.FORMERR);
    Message none = new Message(7);
    assertThat(code(none)).isEqualTo(Rcode.FORMERR);
    byte[] cut = Arrays.copyOf(query(WEB, Type.A).toWire(), 20);
    byte[] answer = datagram(address, cut);
    assertThat(answer).hasSize(12);
    assertThat(new Message(answer).getRcode()).isEqualTo(Rcode.FORMERR);
    Message twice = withEdns(withEdns(query(WEB, Type.A), 1232, 0), 1232, 0);
    assertThat(code(twice)).isEqualTo(Rcode.FORMERR);
  }

  @Test
  void answersAndCrumbsAreNotAnswered() {
    Message answer = query(WEB, Type.A);
    answer.getHeader().setFlag(Flags.QR);

    assertThatThrownBy(() -> datagram(address, answer.toWire(), 200))
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> datagram(address, new byte[11], 200))
        .isInstanceOf(SocketTimeoutException.class);
    await().atMost(ONE_MINUTE).until(() -> server.counts().dropped() == 2);
  }

  @Test
  void otherNamesAreAskedOfOthersOnce() throws IOException {
    Message answer = ask(address, "normal.example.", Type.A);
    assertThat(data(answer)).containsExactly("192.0.2.0");
    assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();

    assertThat(data(ask(address, "NORMAL.example.", Type.A))).containsExactly("192.0.2.0");
    assertThat(upstream.asked).hasValue(1);
    assertThat(server.counts()).isEqualTo(new NameServer.Counts(0, 1, 1, 0, 0));
  }

  @Test
  void typesThatNobodyKnowsArePassedOn() throws IOException {
    byte[] query = query("normal.example.", Type.A).toWire();
    for (int type : new int[] {0, 100, 65280, 65535}) {
      query[query.length - 4] = (byte) (type >> 8);
      query[query.length - 3] = (byte) type;
      assertThat(datagram(address, query)).hasSizeGreaterThan(12);
    }
  }

  @Test
  void longAnswersOfOthersAreCutOffOverUdpAndWholeOverTcp() throws IOException {
    assertThat(data(ask(address, "long.example.", Type.A))).hasSize(200);
  }

  @Test
  void theOwnNamesAreAnsweredWhileOthersAreGone() throws IOException {
    upstream.close();

    assertThat(ask(address, "normal.example.", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(data(ask(address, WEB, Type.A))).containsExactly("10.96.0.7");
  }

  @Test
  void aQueryOfOnesOwnThatComesBackIsRefused() throws IOException {
    InetSocketAddress[] self = new InetSocketAddress[1];
    try (DatagramSocket relay = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> pass(relay, self));
      DnsSettings settings =
          Endpoints.settings(new InetSocketAddress(relay.getLocalAddress(), relay.getLocalPort()));
      try (NameServer looped = NameServer.start(settings, zone, loopback())) {
        self[0] = looped.addresses().getFirst();
        assertThat(ask(self[0], "normal.example.", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(looped.counts().refused()).isPositive();
      }
    }
  }

  /// Passes each query on to the server that it came from, and its answer back.
  private static void pass(DatagramSocket relay, InetSocketAddress[] to) {
    byte[] buffer = new byte[4096];
    while (!relay.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        relay.receive(packet);
        byte[] answer = datagram(to[0], Arrays.copyOf(buffer, packet.getLength()));
        relay.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  @Test
  void queriesOnOneConnectionAreAnsweredAsSoonAsTheyCanBe() throws IOException {
    Message slow = query("slow.example.", Type.A);
    Message own = query(WEB, Type.A);
    try (Socket socket = Loopback.connect(address)) {
      Loopback.write(socket, slow, own);
      Message first = Loopback.read(socket);
      assertThat(first.getHeader().getID()).isEqualTo(own.getHeader().getID());

      upstream.release.countDown();
      Message second = Loopback.read(socket);
      assertThat(second.getHeader().getID()).isEqualTo(slow.getHeader().getID());
    }
  }

  @Test
  void aHundredQueriesInOneWriteAreAllAnswered() throws IOException {
    Message[] queries =
        IntStream.range(0, 100)
            .mapToObj(i -> query(i % 2 == 0 ? WEB : "normal" + i + ".example.", Type.A))
            .toArray(Message[]::new);
    try (Socket socket = Loopback.connect(address)) {
      Loopback.write(socket, queries);
      for (int i = 0; i < queries.length; i++) {
        assertThat(data(Loopback.read(socket))).hasSize(1);
      }
    }
  }

  @Test
  void aConnectionOnWhichNothingHappensIsClosed() throws IOException {
    DnsSettings settings = Endpoints.settings(upstream.address());
    Duration soon = Duration.ofMillis(1500);
    try (NameServer hasty = NameServer.start(settings, zone, loopback(), soon)) {
      InetSocketAddress there = hasty.addresses().getFirst();
      try (Socket idle = Loopback.connect(there);
          Socket begun = Loopback.connect(there)) {
        begun.getOutputStream().write(0);
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
        assertThat(begun.getInputStream().read()).isEqualTo(-1);
      }
      await().atMost(ONE_MINUTE).until(() -> hasty.connections() == 0);
    }
  }

  @Test
  void oneClientHasABoundedNumberOfConnections() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        sockets.add(Loopback.connect(address));
      }
      await().atMost(ONE_MINUTE).until(() -> server.connections() == 64);
      try (Socket last = Loopback.connect(address)) {
        assertThat(last.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void severalAddressesAreListenedAt() throws IOException {
    InetAddress other = InetAddress.ofLiteral("127.0.0.2");
    List<InetAddress> both = List.of(InetAddress.getLoopbackAddress(), other);
    try (NameServer two = NameServer.start(Endpoints.settings(), zone, both)) {
      for (InetSocketAddress one : two.addresses()) {
        assertThat(data(ask(one, WEB, Type.A))).containsExactly("10.96.0.7");
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithWhatToDo() {
    DnsSettings taken = withPort(address.getPort());

    assertThatThrownBy(() -> NameServer.start(taken, zone, loopback()))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("127.0.0.1:" + address.getPort())
        .hasMessageContaining("ss -lnp 'sport = :" + address.getPort() + "'")
        .hasMessageContaining("troupe.node.dns.port");
  }

  @Test
  void aPortThatIsTakenForDatagramsOnlyIsNamedToo() throws IOException {
    try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      DnsSettings taken = withPort(other.getLocalPort());

      assertThatThrownBy(() -> NameServer.start(taken, zone, loopback()))
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("127.0.0.1:" + other.getLocalPort() + " (UDP)");
    }
  }

  @Test
  void anAddressThatIsNotThereIsNamedWithWhatToDo() {
    assertThatThrownBy(
            () -> NameServer.start(withPort(0), zone, List.of(InetAddress.ofLiteral("192.0.2.1"))))
        .isInstanceOf(NetworkFailure.class)
        .hasMessageContaining("192.0.2.1")
        .hasMessageContaining("ip address");
  }

  private static DnsSettings withPort(int port) {
    DnsSettings usual = Endpoints.settings();
    return new DnsSettings(
        usual.domain(), port, usual.ttl(), List.of(), usual.upstreamTimeout(), 10);
  }

  @Test
  void nothingIsLeftAfterTheEnd() throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    NameServer other = NameServer.start(Endpoints.settings(), zone, loopback());
    InetSocketAddress there = other.addresses().getFirst();
    ask(there, WEB, Type.A);
    other.close();

    await()
        .atMost(ONE_MINUTE)
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("dns-")));
    try (NameServer again = NameServer.start(withPort(there.getPort()), zone, loopback())) {
      assertThat(data(ask(again.addresses().getFirst(), WEB, Type.A))).hasSize(1);
    }
  }

  private int code(Message query) throws IOException {
    return new Message(datagram(address, query.toWire())).getRcode();
  }

  private static Message withEdns(Message query, int size, int version) {
    query.addRecord(new OPTRecord(size, 0, version), Section.ADDITIONAL);
    return query;
  }

  private static List<String> data(Message answer) {
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }
}
