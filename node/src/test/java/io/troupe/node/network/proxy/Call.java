package io.troupe.node.network.proxy;

import io.troupe.netlink.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A connection from a namespace to a service, over which one may ask who answers.
final class Call implements AutoCloseable {
  private static final int LIMIT = 5_000;
  private static final int PATIENCE = 60_000;

  private final Socket socket;
  private final BufferedReader in;

  private Call(Socket socket) throws IOException {
    this.socket = socket;
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  static Call open(NetworkNamespace from, String address, int port) throws IOException {
    return open(from, "0.0.0.0", address, port);
  }

  /// Connects from an address of the namespace.
  ///
  /// @throws java.net.ConnectException when it is refused
  static Call open(NetworkNamespace from, String source, String address, int port)
      throws IOException {
    return from.call(() -> {
      Socket socket = new Socket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
        socket.setSoTimeout(PATIENCE);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), LIMIT);
        return new Call(socket);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    });
  }

  /// What a new connection is answered, and by whom.
  static Answer once(NetworkNamespace from, String address, int port) throws IOException {
    try (Call call = open(from, address, port)) {
      return call.ask();
    }
  }

  Answer ask() throws IOException {
    socket.getOutputStream().write('\n');
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the connection was closed");
    }
    return Answer.of(line);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// @param backend who answered
  /// @param caller whom the backend saw
  record Answer(String backend, String caller) {
    private static Answer of(String line) {
      int blank = line.indexOf(' ');
      return new Answer(line.substring(0, blank), line.substring(blank + 1).strip());
    }
  }

  /// A caller over UDP, which keeps its port.
  record Datagrams(DatagramSocket socket) implements AutoCloseable {
    static Datagrams open(NetworkNamespace from, String address, int port) throws IOException {
      return from.call(() -> {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        return new Datagrams(socket);
      });
    }

    /// Sends and waits for the answer; empty when none comes soon.
    ///
    /// @throws java.net.PortUnreachableException when it is refused
    Optional<Answer> ask() throws IOException {
      socket.setSoTimeout(500);
      socket.send(new DatagramPacket(new byte[] {'\n'}, 1));
      DatagramPacket packet = new DatagramPacket(new byte[64], 64);
      try {
        socket.receive(packet);
        return Optional.of(
            Answer.of(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)));
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
