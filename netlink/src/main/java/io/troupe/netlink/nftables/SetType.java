package io.troupe.netlink.nftables;

/// The type of a set's keys or of what a map maps to: its number for `nft`, its length in bytes for
/// the kernel. Several fields in a row make a number of six bits each, and fill four bytes each.
public record SetType(int number, int length, boolean hostOrder) {
  /// What a verdict map maps to (`NFT_DATA_VERDICT`).
  public static final SetType VERDICT = new SetType(0xffff_ff00, 0, false);

  private static final int BITS = 6;

  public static SetType of(DataType... fields) {
    if (fields.length == 1) {
      return new SetType(fields[0].number(), fields[0].size(), fields[0].isHostOrder());
    }
    int number = 0;
    int length = 0;
    for (DataType field : fields) {
      number = number << BITS | field.number();
      length += field.size() + 3 & ~3;
    }
    return new SetType(number, length, false);
  }

  boolean isVerdict() {
    return number == VERDICT.number;
  }
}
