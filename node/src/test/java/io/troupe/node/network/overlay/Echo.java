package io.troupe.node.network.overlay;

import io.troupe.core.network.Ipv4;
import io.troupe.netlink.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// A server that sends back what it gets, by TCP and by UDP, on port 7 of its namespace. The first
/// line of a TCP connection is the caller's address, in 15 characters.
final class Echo implements AutoCloseable {
  private static final int PORT = 7;
  private static final int CALLER = 15;
  private static final int LARGEST = 65_535;
  private static final int LIMIT_MILLIS = 3000;

  private final ServerSocket tcp;
  private final DatagramSocket udp;

  private Echo(ServerSocket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  static Echo in(NetworkNamespace namespace) {
    try {
      Echo echo = namespace.call(() -> new Echo(new ServerSocket(PORT), new DatagramSocket(PORT)));
      Thread.ofPlatform().daemon().start(echo::serveTcp);
      Thread.ofPlatform().daemon().start(echo::serveUdp);
      return echo;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        String caller = socket.getInetAddress().getHostAddress();
        socket
            .getOutputStream()
            .write(String.format("%-15s", caller).getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException e) {
        // a caller that is gone, or the end
      }
    }
  }

  private void serveUdp() {
    byte[] buffer = new byte[LARGEST];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        udp.send(packet);
      } catch (IOException e) {
        // a caller that is gone, or the end
      }
    }
  }

  /// Whether all bytes come back over TCP; false when nobody answers.
  static boolean tcp(NetworkNamespace from, Ipv4 to, int bytes) {
    try (Socket socket = connect(from, to)) {
      byte[] sent = random(bytes);
      socket.getInputStream().readNBytes(CALLER);
      Thread.ofVirtual().start(() -> write(socket, sent));
      return Arrays.equals(sent, socket.getInputStream().readNBytes(bytes));
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("from " + from + " to " + to, e);
    }
  }

  /// The address that a server sees its caller at.
  static String callerSeen(NetworkNamespace from, Ipv4 to) {
    try (Socket socket = connect(from, to)) {
      return new String(socket.getInputStream().readNBytes(CALLER), StandardCharsets.US_ASCII)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException("from " + from + " to " + to, e);
    }
  }

  private static Socket connect(NetworkNamespace from, Ipv4 to) throws IOException {
    return from.call(() -> {
      Socket socket = new Socket();
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.connect(new InetSocketAddress(Addresses.inet(to), PORT), LIMIT_MILLIS);
      return socket;
    });
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // the reader sees that bytes are missing
    }
  }

  /// Whether one packet of this many bytes comes back over UDP.
  static boolean udp(NetworkNamespace from, Ipv4 to, int bytes) {
    try (DatagramSocket socket = from.call(() -> new DatagramSocket())) {
      socket.setSoTimeout(LIMIT_MILLIS);
      byte[] sent = random(bytes);
      socket.send(new DatagramPacket(sent, bytes, new InetSocketAddress(Addresses.inet(to), PORT)));
      DatagramPacket back = new DatagramPacket(new byte[LARGEST], LARGEST);
      socket.receive(back);
      return Arrays.equals(sent, Arrays.copyOf(back.getData(), back.getLength()));
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("from " + from + " to " + to, e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] sent = new byte[bytes];
    new Random(bytes).nextBytes(sent);
    return sent;
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
