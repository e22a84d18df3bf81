package io.troupe.netlink.route;

import java.net.InetAddress;

/// An address family; `bits/socket.h`.
public enum Family {
  /// Both, where a list is asked for.
  ANY(0),
  IPV4(2),
  IPV6(10);

  static final int BRIDGE = 7;

  private final int number;

  Family(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static Family of(InetAddress address) {
    return address.getAddress().length == 4 ? IPV4 : IPV6;
  }

  static Family of(int number) {
    return switch (number) {
      case 2 -> IPV4;
      case 10 -> IPV6;
      default -> ANY;
    };
  }
}
