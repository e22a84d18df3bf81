package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Message;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import java.util.Optional;

/// A set of keys, or with `data` a map from keys to values or verdicts.
///
/// An anonymous one belongs to the rule that looks it up and goes with it; it is made in the same
/// batch and cannot change. `intervals` lets elements be ranges. `batchId` is the number by which
/// other changes of the batch that makes it can mean it.
public record NftSet(
    Table table,
    String name,
    SetType key,
    Optional<SetType> data,
    boolean anonymous,
    boolean intervals,
    int batchId) {
  private static final int TABLE = 1;
  private static final int NAME = 2;
  private static final int FLAGS = 3;
  private static final int KEY_TYPE = 4;
  private static final int KEY_LENGTH = 5;
  private static final int DATA_TYPE = 6;
  private static final int DATA_LENGTH = 7;
  private static final int ID = 10;
  private static final int USERDATA = 13;

  private static final int ANONYMOUS_FLAG = 0x1;
  private static final int CONSTANT_FLAG = 0x2;
  private static final int INTERVAL_FLAG = 0x4;
  private static final int MAP_FLAG = 0x8;

  private static final int KEY_ORDER = 0;
  private static final int DATA_ORDER = 1;
  private static final int KEY_TYPEOF = 3;
  private static final int DATA_TYPEOF = 4;
  private static final int HOST_ORDER = 1;
  private static final int NETWORK_ORDER = 2;

  public NftSet {
    Names.require("set", name);
  }

  public static NftSet of(Table table, String name, DataType... key) {
    return new NftSet(table, name, SetType.of(key), Optional.empty(), false, false, 0);
  }

  public static NftSet map(Table table, String name, SetType key, SetType data) {
    return new NftSet(table, name, key, Optional.of(data), false, false, 0);
  }

  /// A map for one rule of the same batch; `batchId` is any number above zero used once in it.
  public static NftSet anonymousMap(Table table, int batchId, SetType key, SetType data) {
    return new NftSet(table, "__map%d", key, Optional.of(data), true, false, batchId);
  }

  /// A set for one rule of the same batch.
  public static NftSet anonymous(Table table, int batchId, DataType... key) {
    return new NftSet(table, "__set%d", SetType.of(key), Optional.empty(), true, false, batchId);
  }

  /// The same with ranges for elements.
  public NftSet withIntervals() {
    return new NftSet(table, name, key, data, anonymous, true, batchId);
  }

  void writeKey(PayloadWriter out) {
    out.string(TABLE, table.name()).string(NAME, name);
  }

  void writeTo(PayloadWriter out) {
    writeKey(out);
    out.be32(FLAGS, flags()).be32(KEY_TYPE, key.number()).be32(KEY_LENGTH, key.length());
    data.ifPresent(type -> out.be32(DATA_TYPE, type.number()));
    data.filter(type -> !type.isVerdict()).ifPresent(type -> out.be32(DATA_LENGTH, type.length()));
    out.be32(ID, batchId);
    out.attribute(
        USERDATA,
        user -> {
          order(user, KEY_ORDER, key);
          data.ifPresent(type -> order(user, DATA_ORDER, type));
          typeof(user, KEY_TYPEOF, key);
          data.ifPresent(type -> typeof(user, DATA_TYPEOF, type));
        });
  }

  static NftSet read(Message message) {
    Attributes attributes = NftMessage.attributes(message);
    int flags = (int) attributes.networkNumber(FLAGS, 0);
    Optional<Payload> user = attributes.find(USERDATA);
    return new NftSet(
        Table.of(message, attributes.string(TABLE)),
        attributes.string(NAME),
        type(attributes, KEY_TYPE, KEY_LENGTH, user, KEY_ORDER, KEY_TYPEOF),
        (flags & MAP_FLAG) == 0
            ? Optional.empty()
            : Optional.of(type(attributes, DATA_TYPE, DATA_LENGTH, user, DATA_ORDER, DATA_TYPEOF)),
        (flags & ANONYMOUS_FLAG) != 0,
        (flags & INTERVAL_FLAG) != 0,
        0);
  }

  private int flags() {
    return (anonymous ? ANONYMOUS_FLAG | CONSTANT_FLAG : 0)
        | (intervals ? INTERVAL_FLAG : 0)
        | (data.isPresent() ? MAP_FLAG : 0);
  }

  private static void order(PayloadWriter user, int which, SetType type) {
    user.u8(which).u8(4).u32(type.hostOrder() ? HOST_ORDER : NETWORK_ORDER);
  }

  private static void typeof(PayloadWriter user, int which, SetType type) {
    byte[] bytes = type.typeof().bytes();
    if (bytes.length > 0) {
      user.u8(which).u8(bytes.length).bytes(bytes);
    }
  }

  private static SetType type(
      Attributes attributes,
      int number,
      int length,
      Optional<Payload> user,
      int order,
      int typeof) {
    int type = (int) attributes.networkNumber(number, 0);
    return type == SetType.VERDICT.number()
        ? SetType.VERDICT
        : new SetType(
            type,
            (int) attributes.networkNumber(length, 0),
            user.map(data -> UserData.number(data, order) == HOST_ORDER).orElse(false),
            user.map(data -> UserData.bytes(data, typeof)).orElse(SetType.UNTOLD));
  }

  @Override
  public String toString() {
    return table + " " + name;
  }
}
