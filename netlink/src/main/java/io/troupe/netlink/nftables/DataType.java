package io.troupe.netlink.nftables;

/// What a set's key or a map's data is, for `nft` to show it: the kernel only knows its length. The
/// numbers are those of `nft` (`enum datatypes` of its sources).
public enum DataType {
  /// A number in the host's order.
  INTEGER(4, 4),
  IPV4_ADDRESS(7, 4),
  IPV6_ADDRESS(8, 16),
  /// An IP protocol's number.
  PROTOCOL(12, 1),
  /// A port.
  SERVICE(13, 2),
  MARK(19, 4),
  INTERFACE_NAME(41, 16);

  private final int number;
  private final int size;

  DataType(int number, int size) {
    this.number = number;
    this.size = size;
  }

  int number() {
    return number;
  }

  int size() {
    return size;
  }

  /// Whether it is in the host's byte order, which `nft` must be told.
  boolean isHostOrder() {
    return this == INTEGER || this == MARK || this == INTERFACE_NAME;
  }
}
