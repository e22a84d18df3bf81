package io.troupe.node.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/// Asks a server on loopback.
final class Loopback {
  private static final int PATIENCE_MILLIS = 60_000;

  private Loopback() {}

  static Message query(String name, int type) {
    return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
  }

  /// As the resolver of dnsjava asks: UDP, and TCP when the answer was cut off.
  static Message ask(InetSocketAddress server, String name, int type) throws IOException {
    return resolver(server).send(query(name, type));
  }

  static SimpleResolver resolver(InetSocketAddress server) {
    SimpleResolver resolver = new SimpleResolver(server);
    resolver.setTimeout(Duration.ofMillis(PATIENCE_MILLIS));
    return resolver;
  }

  /// Sends bytes as they are in a datagram and takes the first one that comes back.
  ///
  /// @throws java.net.SocketTimeoutException when none does
  static byte[] datagram(InetSocketAddress server, byte[] bytes, int patienceMillis)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout(patienceMillis);
      socket.send(new DatagramPacket(bytes, bytes.length));
      DatagramPacket packet = new DatagramPacket(new byte[65535], 65535);
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }

  static byte[] datagram(InetSocketAddress server, byte[] bytes) throws IOException {
    return datagram(server, bytes, PATIENCE_MILLIS);
  }

  static Socket connect(InetSocketAddress server) throws IOException {
    Socket socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static void write(Socket socket, Message... messages) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    for (Message message : messages) {
      byte[] wire = message.toWire();
      out.writeShort(wire.length);
      out.write(wire);
    }
    out.flush();
  }

  static Message read(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] wire = new byte[in.readUnsignedShort()];
    in.readFully(wire);
    return new Message(wire);
  }
}
