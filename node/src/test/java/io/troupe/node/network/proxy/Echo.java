package io.troupe.node.network.proxy;

import io.troupe.netlink.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A backend that answers each line over TCP, and each datagram over UDP, with its own address and
/// that of the caller as it sees it: `10.42.1.11 10.42.2.2`.
final class Echo implements AutoCloseable {
  private final String address;
  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Echo(String address, ServerSocket tcp, DatagramSocket udp) {
    this.address = address;
    this.tcp = tcp;
    this.udp = udp;
  }

  static Echo start(NetworkNamespace namespace, String address, int port) throws IOException {
    InetAddress literal = InetAddress.ofLiteral(address);
    Echo echo =
        namespace.call(() ->
            new Echo(
                address,
                new ServerSocket(port, 256, literal),
                new DatagramSocket(new InetSocketAddress(literal, port))));
    Thread.ofPlatform().daemon().start(echo::accept);
    Thread.ofPlatform().daemon().start(echo::answerDatagrams);
    return echo;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = tcp.accept();
        open.add(socket);
        Thread.ofPlatform().daemon().start(() -> answerLines(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void answerLines(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        socket.getOutputStream().write(answer(socket.getInetAddress()));
      }
    } catch (IOException closed) {
      // the caller is gone, or the test is over
    } finally {
      open.remove(socket);
    }
  }

  private void answerDatagrams() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        udp.receive(packet);
        byte[] answer = answer(packet.getAddress());
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private byte[] answer(InetAddress caller) {
    return (address + " " + caller.getHostAddress() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    tcp.close();
    udp.close();
    for (Socket socket : List.copyOf(open)) {
      try {
        socket.close();
      } catch (SocketException alreadyClosed) {
        // that is what was wanted
      }
    }
  }
}
