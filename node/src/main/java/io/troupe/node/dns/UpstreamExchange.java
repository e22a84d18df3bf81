package io.troupe.node.dns;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// One question to one server: over UDP from a port of the kernel's random choice, and over TCP
/// when the answer was cut off. Only what comes from that server's address and port, with the
/// question's id and the question itself, is taken for the answer (RFC 5452, 9.1); all else is
/// passed over. Blocks; use it on a virtual thread.
final class UpstreamExchange {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamExchange.class);

  /// More than any server sends to one who asks for [Query#LARGEST_DATAGRAM].
  private static final int LARGEST_DATAGRAM = 4096;

  private final InetSocketAddress server;
  private final Message query;
  private final long end;

  /// @param patience how long may be waited in all, in nanoseconds
  UpstreamExchange(InetSocketAddress server, Message query, long patience) {
    this.server = server;
    this.query = query;
    this.end = System.nanoTime() + patience;
  }

  /// @throws SocketTimeoutException when no answer came in time
  /// @throws IOException when the server cannot be reached
  Message run() throws IOException {
    Message answer = overUdp();
    return answer.getHeader().getFlag(Flags.TC) ? whole() : answer;
  }

  /// The whole of an answer that was cut off; a failure of the server's when it cannot be had,
  /// since a part of it may mislead.
  private Message whole() {
    try {
      return overTcp();
    } catch (IOException e) {
      LOG.debug("Answer of {} cannot be had over TCP", server, e);
      Message failure = new Message(query.getHeader().getID());
      failure.getHeader().setRcode(Rcode.SERVFAIL);
      failure.addRecord(query.getQuestion(), Section.QUESTION);
      return failure;
    }
  }

  private Message overUdp() throws IOException {
    byte[] wire = query.toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.send(new DatagramPacket(wire, wire.length));
      DatagramPacket packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
      while (true) {
        socket.setSoTimeout(remaining());
        packet.setLength(LARGEST_DATAGRAM);
        socket.receive(packet);
        Message answer = matching(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        if (answer != null) {
          return answer;
        }
      }
    }
  }

  private Message overTcp() throws IOException {
    byte[] wire = query.toWire();
    try (Socket socket = new Socket()) {
      socket.connect(server, remaining());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(
          ByteBuffer.allocate(wire.length + 2).putShort((short) wire.length).put(wire).array());
      byte[] head = read(socket, 2);
      byte[] body = read(socket, ((head[0] & 0xFF) << 8) | (head[1] & 0xFF));
      Message answer = matching(ByteBuffer.wrap(body));
      if (answer == null) {
        throw new IOException("the answer over TCP is not one to the question");
      }
      return answer;
    }
  }

  private byte[] read(Socket socket, int count) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[count];
    int at = 0;
    while (at < count) {
      socket.setSoTimeout(remaining());
      int more = in.read(bytes, at, count - at);
      if (more < 0) {
        throw new EOFException("the server has closed the connection");
      }
      at += more;
    }
    return bytes;
  }

  private int remaining() throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) millis;
  }

  private @Nullable Message matching(ByteBuffer bytes) {
    try {
      Message answer = new Message(bytes);
      Header header = answer.getHeader();
      boolean ours = header.getID() == query.getHeader().getID() && header.getFlag(Flags.QR);
      return ours && asks(answer) ? answer : null;
    } catch (IOException | IllegalArgumentException e) {
      return null; // Not a message: the real answer may still come.
    }
  }

  /// Whether it repeats the question. A server that did not understand it may leave it out.
  private boolean asks(Message answer) {
    Record asked = query.getQuestion();
    Record told = answer.getQuestion();
    if (told == null) {
      return answer.getHeader().getRcode() == Rcode.FORMERR
          && answer.getSection(Section.ANSWER).isEmpty();
    }
    return told.getName().equals(asked.getName())
        && told.getType() == asked.getType()
        && told.getDClass() == asked.getDClass();
  }
}
