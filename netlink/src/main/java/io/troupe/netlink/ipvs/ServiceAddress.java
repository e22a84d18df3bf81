package io.troupe.netlink.ipvs;

import java.net.InetAddress;

/// What packets a virtual service takes, which is also what identifies it.
public sealed interface ServiceAddress {
  /// Packets to an address and port. Port 0 is every port, of a persistent service only.
  record Endpoint(TransportProtocol protocol, InetAddress address, int port)
      implements ServiceAddress {
    public Endpoint {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not in 0..65535");
      }
    }

    @Override
    public String toString() {
      String host = address.getHostAddress();
      return protocol + " " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// Packets that netfilter has marked with a number, of one address family.
  record Mark(int mark, boolean ipv6) implements ServiceAddress {
    @Override
    public String toString() {
      return "mark " + mark + (ipv6 ? " (IPv6)" : "");
    }
  }

  static ServiceAddress tcp(InetAddress address, int port) {
    return new Endpoint(TransportProtocol.TCP, address, port);
  }

  static ServiceAddress udp(InetAddress address, int port) {
    return new Endpoint(TransportProtocol.UDP, address, port);
  }

  static ServiceAddress sctp(InetAddress address, int port) {
    return new Endpoint(TransportProtocol.SCTP, address, port);
  }

  /// Whether it takes IPv6 packets.
  default boolean isIpv6() {
    return switch (this) {
      case Endpoint endpoint -> endpoint.address.getAddress().length == 16;
      case Mark mark -> mark.ipv6;
    };
  }
}
