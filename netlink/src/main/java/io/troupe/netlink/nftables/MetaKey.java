package io.troupe.netlink.nftables;

/// What is known of a packet besides its bytes; `NFT_META_*`.
public enum MetaKey {
  LENGTH(0),
  PROTOCOL(1),
  PRIORITY(2),
  MARK(3),
  IN_INDEX(4),
  OUT_INDEX(5),
  IN_NAME(6),
  OUT_NAME(7),
  IN_TYPE(8),
  OUT_TYPE(9),
  SOCKET_USER(10),
  SOCKET_GROUP(11),
  TRACE(12),
  /// IPv4 or IPv6, where a table is of family inet.
  NETWORK_PROTOCOL(15),
  TRANSPORT_PROTOCOL(16),
  PACKET_TYPE(19),
  CPU(20),
  RANDOM(24);

  private final int number;

  MetaKey(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static MetaKey of(int number) {
    for (MetaKey key : values()) {
      if (key.number == number) {
        return key;
      }
    }
    throw new IllegalArgumentException("no meta key " + number);
  }

  static boolean knows(int number) {
    for (MetaKey key : values()) {
      if (key.number == number) {
        return true;
      }
    }
    return false;
  }
}
