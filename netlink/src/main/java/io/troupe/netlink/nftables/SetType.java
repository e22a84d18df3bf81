package io.troupe.netlink.nftables;

import java.util.Arrays;

/// The type of a set's keys or of what a map maps to: its number for `nft`, its length in bytes for
/// the kernel. Several fields in a row make a number of six bits each, and fill four bytes each.
/// `typeof` is what {@link SetField}s say, in bytes; empty without.
public record SetType(int number, int length, boolean hostOrder, Value typeof) {
  static final Value UNTOLD = Value.of(new byte[0]);

  /// What a verdict map maps to (`NFT_DATA_VERDICT`).
  public static final SetType VERDICT = new SetType(0xffff_ff00, 0, false, UNTOLD);

  private static final int BITS = 6;

  public static SetType of(DataType... fields) {
    if (fields.length == 1) {
      return new SetType(fields[0].number(), fields[0].size(), fields[0].isHostOrder(), UNTOLD);
    }
    int number = 0;
    int length = 0;
    for (DataType field : fields) {
      number = number << BITS | field.number();
      length += field.size() + 3 & ~3;
    }
    return new SetType(number, length, false, UNTOLD);
  }

  /// Two or more fields in a row, of which `nft` is told where they come from.
  public static SetType of(SetField... fields) {
    SetType types = of(Arrays.stream(fields).map(SetField::type).toArray(DataType[]::new));
    return new SetType(types.number, types.length, types.hostOrder, SetField.concatenation(fields));
  }

  boolean isVerdict() {
    return number == VERDICT.number;
  }
}
