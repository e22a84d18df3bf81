package io.troupe.it.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.troupe.cli.lab.LabHost;
import io.troupe.netlink.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Servers and callers of this process in the networks of a lab's hosts and pods: a socket stays in
/// the namespace it was made in.
///
/// @param name of the host or the container
record Inside(String name, NetworkNamespace namespace) implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LONGEST = 65_535;

  static Inside of(LabHost host) {
    return new Inside(host.name(), NetworkNamespace.ofProcess(host.first().pid()));
  }

  /// The network of a container, found by the control group of its processes.
  static Inside of(String container) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      long pid =
          processes
              .filter(process -> process.getFileName().toString().matches("\\d+"))
              .filter(process -> control(process).contains(container))
              .mapToLong(process -> Long.parseLong(process.getFileName().toString()))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(container + " does not run"));
      return new Inside(container, NetworkNamespace.ofProcess(pid));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String control(Path process) {
    try {
      return Files.readString(process.resolve("cgroup"));
    } catch (IOException ended) {
      return "";
    }
  }

  /// Sends back what comes, by UDP and TCP, until closed. The first byte of each answer is the
  /// server's number.
  List<AutoCloseable> serve(int udpPort, int tcpPort, int number) {
    try {
      DatagramSocket datagrams = namespace.call(() -> new DatagramSocket(udpPort));
      ServerSocket streams = namespace.call(() -> new ServerSocket(tcpPort));
      Thread.ofVirtual().start(() -> sendBack(datagrams, (byte) number));
      Thread.ofVirtual().start(() -> sendBack(streams, (byte) number));
      return List.of(datagrams, streams);
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  private static void sendBack(DatagramSocket socket, byte number) {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    try {
      while (true) {
        packet.setLength(LONGEST);
        socket.receive(packet);
        packet.getData()[0] = number;
        socket.send(packet);
      }
    } catch (SocketException closed) {
      // the test is over
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void sendBack(ServerSocket server, byte number) {
    try {
      while (true) {
        Socket call = server.accept();
        Thread.ofVirtual().start(() -> sendBack(call, number));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void sendBack(Socket call, byte number) {
    try (call) {
      byte[] body = call.getInputStream().readAllBytes();
      body[0] = number;
      call.getOutputStream().write(body);
    } catch (IOException gone) {
      // the caller sees it too
    }
  }

  /// What comes back for a datagram, over a port of its own.
  ///
  /// @throws UncheckedIOException when nothing does
  byte[] datagram(String address, int port, byte[] payload) {
    try (DatagramSocket socket = namespace.call(() -> new DatagramSocket())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(address, port));
      socket.send(new DatagramPacket(payload, payload.length));
      DatagramPacket answer = new DatagramPacket(new byte[LONGEST], LONGEST);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    } catch (IOException unanswered) {
      throw new UncheckedIOException(unanswered);
    }
  }

  /// What comes back for a body, over a connection of its own.
  ///
  /// @throws UncheckedIOException when the connection fails or stands still
  byte[] stream(String address, int port, byte[] body) {
    try (Socket socket = namespace.call(() -> SocketChannel.open().socket())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(body);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// A body of so many bytes, none like the next.
  static byte[] body(int length) {
    byte[] words = "0123456789abcdefghijklmnopqrstuvwxyz-".getBytes(UTF_8);
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = words[i % words.length];
    }
    return body;
  }

  @Override
  public void close() {
    namespace.close();
  }
}
