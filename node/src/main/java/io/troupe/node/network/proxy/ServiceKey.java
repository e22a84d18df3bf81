package io.troupe.node.network.proxy;

import io.troupe.core.network.Ipv4;
import io.troupe.core.template.Protocol;
import io.troupe.netlink.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;

/// What a caller sends to: a service's address, a protocol and a port.
record ServiceKey(Ipv4 address, Protocol protocol, int port) implements Comparable<ServiceKey> {
  private static final Comparator<ServiceKey> ORDER =
      Comparator.comparing(ServiceKey::address)
          .thenComparing(ServiceKey::protocol)
          .thenComparingInt(ServiceKey::port);

  /// The IP protocol's number.
  int number() {
    return switch (protocol) {
      case TCP -> 6;
      case UDP -> 17;
      case SCTP -> 132;
    };
  }

  static InetAddress inet(Ipv4 address) {
    try {
      return InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Ipv4 ipv4(InetAddress address) {
    return ipv4(address.getAddress(), 0);
  }

  static Ipv4 ipv4(byte[] bytes, int at) {
    int bits = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      bits = (bits << 8) | (bytes[at + i] & 255);
    }
    return new Ipv4(bits);
  }

  /// The address as a range of its own.
  static IpPrefix prefix(Ipv4 address) {
    return IpPrefix.host(inet(address));
  }

  @Override
  public int compareTo(ServiceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return address + ":" + port + "/" + protocol.label();
  }
}
