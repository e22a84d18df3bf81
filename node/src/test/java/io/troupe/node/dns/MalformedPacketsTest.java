package io.troupe.node.dns;

import static io.troupe.node.dns.Endpoints.at;
import static io.troupe.node.dns.Loopback.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Sends what no client should: queries with bytes changed, cut, doubled, and noise. Begin the same
/// run with `-Dtroupe.seed=…`.
class MalformedPacketsTest {
  private static final String WEB = "web.demo.lb.local.";
  private static final int DATAGRAMS = 100_000;
  private static final int ROUND = 32;
  private static final int ROUNDS = DATAGRAMS / ROUND;
  private static final int STREAMS = 500;
  private static final int MESSAGES_EACH = 20;

  private final long seed = Long.getLong("troupe.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void theyNeitherStopTheServerNorLeaveAnythingBehind() throws Exception {
    System.out.println("seed of malformed packets: -Dtroupe.seed=" + seed);
    List<byte[]> sound = sound();
    long openBefore = openSockets();
    try (FakeUpstream upstream = new FakeUpstream();
        Forwarder forwarder = new Forwarder(settings(upstream), Set.of());
        NameServer server = start(upstream, forwarder)) {
      InetSocketAddress address = server.addresses().getFirst();
      assertAnswers(address);
      long threads = nameServerThreads();
      long open = openSockets();

      sendDatagrams(address, sound);
      // the first question, and one after each round
      await()
          .atMost(ONE_MINUTE)
          .untilAsserted(
              () -> assertThat(all(server.counts())).as("read").isEqualTo(DATAGRAMS + ROUNDS + 1));
      sendStreams(address, sound);

      assertAnswers(address);
      await().atMost(ONE_MINUTE).until(() -> server.connections() == 0);
      await().atMost(ONE_MINUTE).until(() -> openSockets() <= open + 2);
      assertThat(nameServerThreads()).isEqualTo(threads);
      await().atMost(ONE_MINUTE).until(() -> forwarder.underWay() == 0);
      assertThat(forwarder.kept()).isLessThanOrEqualTo(settings(upstream).cacheSize());
      NameServer.Counts counts = server.counts();
      assertThat(counts.refused()).isPositive();
      assertThat(counts.dropped()).isPositive();
      assertThat(counts.forwarded()).isPositive();
    }
    await().atMost(ONE_MINUTE).until(() -> openSockets() <= openBefore + 2);
    await().atMost(ONE_MINUTE).until(() -> nameServerThreads() == 0);
  }

  /// No upstream names are asked of silent servers here: those that come about by chance get
  /// answers.
  private static NameServer start(FakeUpstream upstream, Forwarder forwarder) {
    return NameServer.start(
        settings(upstream),
        Endpoints.zone(at("demo:web", "10.96.0.7")),
        forwarder,
        List.of(InetAddress.getLoopbackAddress()),
        Duration.ofSeconds(1));
  }

  private static DnsSettings settings(FakeUpstream upstream) {
    return Endpoints.settings(upstream.address());
  }

  private static List<byte[]> sound() {
    Message edns = query("normal.example.", Type.A);
    edns.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
    return List.of(
        query(WEB, Type.A).toWire(),
        query("_80._tcp." + WEB, Type.SRV).toWire(),
        query("7.0.96.10.in-addr.arpa.", Type.PTR).toWire(),
        edns.toWire());
  }

  private byte[] malformed(List<byte[]> sound) {
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[random.nextInt(700)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = sound.get(random.nextInt(sound.size())).clone();
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1 -> ByteBuffer.allocate(2 * bytes.length).put(bytes).put(bytes).array();
      default -> bytes;
    };
  }

  /// A round of noise, and then one sound query whose answer is waited for, so that the noise is
  /// read and not lost before the socket. That is not connected: Java's then sends no empty ones.
  private void sendDatagrams(InetSocketAddress address, List<byte[]> sound) throws IOException {
    byte[] buffer = new byte[4096];
    byte[] marker = query(WEB, Type.A).toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(60_000);
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < ROUND; i++) {
          byte[] one = malformed(sound);
          socket.send(new DatagramPacket(one, one.length, address));
        }
        marker[0] = (byte) (round >> 8);
        marker[1] = (byte) round;
        socket.send(new DatagramPacket(marker, marker.length, address));
        awaitAnswer(socket, buffer, marker);
      }
    }
  }

  private static void awaitAnswer(DatagramSocket socket, byte[] buffer, byte[] marker)
      throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      socket.receive(packet);
      if (buffer[0] == marker[0] && buffer[1] == marker[1] && packet.getLength() > 12) {
        return;
      }
    }
  }

  private void sendStreams(InetSocketAddress address, List<byte[]> sound) throws IOException {
    for (int stream = 0; stream < STREAMS; stream++) {
      try (Socket socket = Loopback.connect(address)) {
        OutputStream out = socket.getOutputStream();
        for (int i = 0; i < MESSAGES_EACH; i++) {
          byte[] one = malformed(sound);
          int length = random.nextInt(10) == 0 ? random.nextInt(65536) : one.length;
          out.write(length >> 8);
          out.write(length);
          out.write(one);
        }
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (SocketException e) {
        // The server may close on noise.
      }
    }
  }

  private static long all(NameServer.Counts counts) {
    return counts.own() + counts.kept() + counts.forwarded() + counts.refused() + counts.dropped();
  }

  private static void assertAnswers(InetSocketAddress address) throws IOException {
    assertThat(Loopback.ask(address, WEB, Type.A).getSection(Section.ANSWER)).hasSize(1);
  }

  private static long nameServerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dns-"))
        .count();
  }

  /// Sockets alone: other files Java opens by itself when it first needs them.
  private static long openSockets() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.filter(file -> target(file).startsWith("socket:")).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closed) {
      return "";
    }
  }
}
