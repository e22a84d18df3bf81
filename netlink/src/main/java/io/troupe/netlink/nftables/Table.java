package io.troupe.netlink.nftables;

import io.troupe.netlink.Message;

/// A table, which holds chains, sets and maps; its family and name identify it.
public record Table(TableFamily family, String name) {
  static final int NAME = 1;

  public Table {
    Names.require("table", name);
  }

  public static Table inet(String name) {
    return new Table(TableFamily.INET, name);
  }

  public static Table ipv4(String name) {
    return new Table(TableFamily.IPV4, name);
  }

  static Table read(Message message) {
    return of(message, NftMessage.attributes(message).string(NAME));
  }

  /// The table that a message is about, by the family in its header and a name in an attribute.
  static Table of(Message message, String name) {
    return new Table(TableFamily.of(message.payload().u8(0)), name);
  }

  @Override
  public String toString() {
    return family.word() + " " + name;
  }
}
