package io.troupe.node.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The name servers that a file such as `/etc/resolv.conf` lists (resolv.conf(5)).
final class ResolvConf {
  static final Path SYSTEM = Path.of("/etc/resolv.conf");

  private static final Logger LOG = LoggerFactory.getLogger(ResolvConf.class);
  private static final String KEYWORD = "nameserver";
  private static final int PORT = 53;

  private ResolvConf() {}

  /// The servers in their order; none when the file cannot be read. Lines that make no sense are
  /// passed over, as the resolver of the C library does.
  static List<InetSocketAddress> read(Path file) {
    List<InetSocketAddress> servers = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 1 && words[0].equals(KEYWORD)) {
          add(servers, words[1], file);
        }
      }
    } catch (IOException e) {
      LOG.warn("No upstream name servers: {} cannot be read: {}", file, e.toString());
    }
    return servers;
  }

  private static void add(List<InetSocketAddress> servers, String address, Path file) {
    try {
      servers.add(new InetSocketAddress(InetAddress.ofLiteral(address), PORT));
    } catch (IllegalArgumentException e) {
      LOG.warn("{} names '{}', which is no address; it is passed over", file, address);
    }
  }

  /// Reads an address with or without a port: `10.0.0.2`, `10.0.0.2:5353`, `fd00::2`,
  /// `[fd00::2]:53`.
  ///
  /// @throws IllegalArgumentException when the text is something else
  static InetSocketAddress server(String text) {
    int close = text.lastIndexOf(']');
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > close && (close > 0 || text.indexOf(':') == colon);
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : PORT;
    if (port == 0) {
      throw new IllegalArgumentException("port 0");
    }
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
