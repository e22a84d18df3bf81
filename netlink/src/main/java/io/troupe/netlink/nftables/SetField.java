package io.troupe.netlink.nftables;

import io.troupe.netlink.PayloadWriter;

/// What a field of a set's key or a map's data is taken from, which `nft` calls `typeof`: it tells
/// more than a {@link DataType}, and where none fits, as for a number drawn, it alone lets `nft`
/// read again what it has listed.
///
/// The kernel keeps it for `nft` in the set's user data, in the form of {@link UserData}: the kind
/// of expression (`enum expr_types` of the sources of `nft`), then what that kind needs.
public enum SetField {
  /// `ip daddr`.
  IPV4_DESTINATION(DataType.IPV4_ADDRESS, 7, 12, 12),
  /// `meta l4proto`.
  TRANSPORT_PROTOCOL(DataType.PROTOCOL, 9, 16),
  /// `th dport`.
  DESTINATION_PORT(DataType.SERVICE, 7, 11, 2),
  /// `numgen inc mod 2`, which stands for any number drawn or hashed.
  NUMBER(DataType.INTEGER, 23, 0, 2, 0);

  private static final int EXPRESSION = 0;
  private static final int DATA = 1;
  private static final int CONCATENATION = 13;

  private final DataType type;
  private final int expression;
  private final int[] data;

  SetField(DataType type, int expression, int... data) {
    this.type = type;
    this.expression = expression;
    this.data = data;
  }

  DataType type() {
    return type;
  }

  /// The user data of several fields in a row.
  static Value concatenation(SetField... fields) {
    PayloadWriter inside = new PayloadWriter();
    for (int i = 0; i < fields.length; i++) {
      nest(inside, i, fields[i].userData());
    }
    return expression(CONCATENATION, inside);
  }

  private PayloadWriter userData() {
    PayloadWriter inside = new PayloadWriter();
    for (int i = 0; i < data.length; i++) {
      inside.u8(i).u8(4).u32(data[i]);
    }
    return new PayloadWriter().bytes(expression(expression, inside).bytes());
  }

  private static Value expression(int number, PayloadWriter inside) {
    PayloadWriter out = new PayloadWriter().u8(EXPRESSION).u8(4).u32(number);
    nest(out, DATA, inside);
    return Value.of(out.toBytes());
  }

  private static void nest(PayloadWriter out, int type, PayloadWriter inside) {
    out.u8(type).u8(inside.size()).bytes(inside.toBytes());
  }
}
