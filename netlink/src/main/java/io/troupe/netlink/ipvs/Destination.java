package io.troupe.netlink.ipvs;

import java.net.InetAddress;

/// A server behind a virtual service, which its address and port identify.
///
/// With `weight` 0 it gets no new connections and keeps those it has: that is how to drain it. At
/// `upperThreshold` connections it gets no more until they fall below `lowerThreshold`; 0 is no
/// limit.
public record Destination(
    InetAddress address,
    int port,
    Forwarding forwarding,
    int weight,
    int upperThreshold,
    int lowerThreshold) {
  /// How packets reach the server; `IP_VS_CONN_F_*` of `linux/ip_vs.h`.
  public enum Forwarding {
    /// The destination address is rewritten, answers come back through the balancer.
    MASQUERADE(0),
    /// The server is this host itself.
    LOCAL(1),
    /// In an IP-in-IP tunnel.
    TUNNEL(2),
    /// To the server's Ethernet address, unchanged.
    DIRECT(3);

    private final int number;

    Forwarding(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Forwarding of(int number) {
      return switch (number) {
        case 1 -> LOCAL;
        case 2 -> TUNNEL;
        case 3 -> DIRECT;
        default -> MASQUERADE;
      };
    }
  }

  public Destination {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
    if (weight < 0 || upperThreshold < 0 || lowerThreshold < 0) {
      throw new IllegalArgumentException("weight and thresholds of a destination start at 0");
    }
  }

  public static Destination masquerade(InetAddress address, int port, int weight) {
    return new Destination(address, port, Forwarding.MASQUERADE, weight, 0, 0);
  }

  public Destination withWeight(int number) {
    return new Destination(address, port, forwarding, number, upperThreshold, lowerThreshold);
  }

  public Destination withForwarding(Forwarding method) {
    return new Destination(address, port, method, weight, upperThreshold, lowerThreshold);
  }

  public Destination withThresholds(int upper, int lower) {
    return new Destination(address, port, forwarding, weight, upper, lower);
  }

  String describe() {
    return address.getHostAddress() + " port " + port;
  }
}
