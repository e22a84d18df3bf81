package io.troupe.netlink.ipvs;

/// What IPVS can balance; the IP protocol numbers of `netinet/in.h`.
public enum TransportProtocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  TransportProtocol(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static TransportProtocol of(int number) {
    return switch (number) {
      case 17 -> UDP;
      case 132 -> SCTP;
      default -> TCP;
    };
  }
}
