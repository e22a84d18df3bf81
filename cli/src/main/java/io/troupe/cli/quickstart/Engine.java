package io.troupe.cli.quickstart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.troupe.cli.client.Client;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// A Docker Engine, asked over its socket the few things that quickstart needs. HTTP/1.0, so that
/// answers come whole and the connection ends with them.
public final class Engine {
  private static final String USUAL = "unix:///var/run/docker.sock";

  private final String address;

  private Engine(String address) {
    this.address = address;
  }

  /// The one of `DOCKER_HOST`, else the usual one of the machine.
  public static Engine of(Terminal terminal) {
    return at(terminal.variable("DOCKER_HOST").orElse(USUAL));
  }

  /// The one at `unix:///path` or `tcp://host:port`.
  public static Engine at(String address) {
    return new Engine(address);
  }

  /// Where it is.
  public String address() {
    return address;
  }

  /// Why it does not answer, or nothing when it does.
  public Optional<String> trouble() {
    try {
      Reply reply = ask("GET", "/_ping", new byte[0]);
      return reply.status() == 200
          ? Optional.empty()
          : Optional.of("it answered " + reply.status() + ": " + reply.body().strip());
    } catch (IOException unreachable) {
      return Optional.of(String.valueOf(unreachable.getMessage()));
    }
  }

  /// Whether it has an image.
  boolean has(String image) {
    try {
      return ask("GET", "/images/" + image + "/json", new byte[0]).status() == 200;
    } catch (IOException unreachable) {
      throw broken(unreachable);
    }
  }

  /// Makes an image from a root file system.
  ///
  /// @param tar the file system
  /// @param changes lines of a Dockerfile to set on it
  void importImage(String name, String tag, byte[] tar, String... changes) {
    StringBuilder path = new StringBuilder("/images/create?fromSrc=-");
    path.append("&repo=").append(Client.encode(name)).append("&tag=").append(tag);
    for (String change : changes) {
      path.append("&changes=").append(Client.encode(change));
    }
    try {
      Reply reply = ask("POST", path.toString(), tar);
      if (reply.status() != 200 || reply.body().contains("\"errorDetail\"")) {
        throw Failure.failed("Docker does not take the image: " + reply.body().strip());
      }
    } catch (IOException unreachable) {
      throw broken(unreachable);
    }
  }

  private Failure broken(IOException cause) {
    return Failure.failed(
        "the Docker Engine at " + address + " stopped answering: " + cause.getMessage());
  }

  private record Reply(int status, String body) {}

  private Reply ask(String method, String path, byte[] body) throws IOException {
    try (SocketChannel channel = connect()) {
      String head =
          method
              + " "
              + path
              + " HTTP/1.0\r\nHost: docker\r\nContent-Type: application/x-tar\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      write(channel, head.getBytes(US_ASCII));
      write(channel, body);
      return reply(new String(Channels.newInputStream(channel).readAllBytes(), UTF_8));
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static Reply reply(String text) throws IOException {
    String[] words = text.split(" ", 3);
    int end = text.indexOf("\r\n\r\n");
    if (words.length < 3 || end < 0 || !words[1].matches("\\d{3}")) {
      throw new IOException("it does not speak HTTP");
    }
    return new Reply(Integer.parseInt(words[1]), text.substring(end + 4));
  }

  private SocketChannel connect() throws IOException {
    SocketAddress target;
    StandardProtocolFamily family;
    if (address.startsWith("unix://")) {
      target = UnixDomainSocketAddress.of(address.substring("unix://".length()));
      family = StandardProtocolFamily.UNIX;
    } else if (address.startsWith("tcp://")) {
      URI uri = URI.create(address);
      target = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 2375 : uri.getPort());
      family = StandardProtocolFamily.INET;
    } else {
      throw new IOException("only unix:// and tcp:// addresses are supported");
    }
    SocketChannel channel = SocketChannel.open(family);
    try {
      channel.connect(target);
      return channel;
    } catch (IOException unreachable) {
      channel.close();
      throw unreachable;
    }
  }
}
