package io.troupe.node.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// An upstream server on loopback that answers by the first label of the name it is asked for:
///
/// - `normal…`: an address, TTL 60
/// - `none…`: NXDOMAIN, negative TTL 30
/// - `slow…`: an address, once [#release] is counted down
/// - `forged…`: first a wrong id, then another question, then garbage, then the truth
/// - `long…`: truncated over UDP, 200 addresses over TCP
/// - `udp…`: truncated over UDP, nothing over TCP
/// - `failing…`: SERVFAIL
/// - `old…`: FORMERR to EDNS
/// - `silent…`: nothing
final class FakeUpstream implements AutoCloseable {
  final AtomicInteger asked = new AtomicInteger();
  final CountDownLatch release = new CountDownLatch(1);
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  FakeUpstream() throws IOException {
    tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(address());
    Thread.ofVirtual().start(this::readDatagrams);
    Thread.ofVirtual().start(this::acceptConnections);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  private void readDatagrams() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        asked.incrementAndGet();
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        Thread.ofVirtual().start(() -> answer(query, packet));
      } catch (IOException e) {
        // Closed, or nothing that can be read.
      }
    }
  }

  private void answer(Message query, DatagramPacket packet) {
    try {
      for (byte[] one : datagrams(query)) {
        udp.send(new DatagramPacket(one, one.length, packet.getSocketAddress()));
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<byte[]> datagrams(Message query) throws IOException, InterruptedException {
    String label = query.getQuestion().getName().getLabelString(0).replaceAll("\\d", "");
    Message truth = addresses(query, 1);
    return switch (label) {
      case "none" -> List.of(denial(query).toWire());
      case "slow" -> {
        release.await();
        yield List.of(truth.toWire());
      }
      case "forged" ->
          List.of(
              addresses(query, 9, query.getHeader().getID() ^ 1).toWire(),
              addresses(Message.newQuery(other(query)), 9, query.getHeader().getID()).toWire(),
              new byte[] {1, 2, 3},
              truth.toWire());
      case "long", "udp" -> {
        Message cut = addresses(query, 20);
        cut.getHeader().setFlag(Flags.TC);
        yield List.of(cut.toWire());
      }
      case "failing" -> List.of(error(query, Rcode.SERVFAIL).toWire());
      case "old" ->
          List.of((query.getOPT() == null ? truth : error(query, Rcode.FORMERR)).toWire());
      case "silent" -> List.of();
      default -> List.of(truth.toWire());
    };
  }

  private static Record other(Message query) {
    return Record.newRecord(
        Name.fromConstantString("other.example."), query.getQuestion().getType(), DClass.IN);
  }

  private static Message addresses(Message query, int count) throws IOException {
    return addresses(query, count, query.getHeader().getID());
  }

  private static Message addresses(Message query, int count, int id) throws IOException {
    Message answer = reply(query, id);
    for (int i = 0; i < count; i++) {
      byte[] address = {(byte) 192, 0, 2, (byte) (count == 9 ? 66 : i)};
      answer.addRecord(
          new ARecord(
              query.getQuestion().getName(), DClass.IN, 60, InetAddress.getByAddress(address)),
          Section.ANSWER);
      if (count == 9) {
        break;
      }
    }
    return answer;
  }

  private static Message reply(Message query, int id) {
    Message answer = new Message(id);
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    return answer;
  }

  private static Message error(Message query, int code) {
    Message answer = reply(query, query.getHeader().getID());
    answer.getHeader().setRcode(code);
    return answer;
  }

  private static Message denial(Message query) {
    Message answer = error(query, Rcode.NXDOMAIN);
    Name zone = Name.fromConstantString("example.");
    answer.addRecord(
        new SOARecord(zone, DClass.IN, 3600, zone, zone, 1, 2, 3, 4, 30), Section.AUTHORITY);
    return answer;
  }

  private void acceptConnections() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message query = new Message(bytes);
        if (query.getQuestion().getName().toString().startsWith("long")) {
          byte[] whole = addresses(query, 200).toWire(65535);
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(whole.length);
          out.write(whole);
          out.flush();
        }
      } catch (IOException e) {
        // Closed, or a client that has left.
      }
    }
  }

  @Override
  public void close() throws IOException {
    release.countDown();
    tcp.close();
    udp.close();
  }
}
