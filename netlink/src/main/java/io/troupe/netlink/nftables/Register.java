package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.PayloadWriter;
import java.util.Optional;

/// A place for data between expressions: one of sixteen slots of four bytes.
///
/// ```
///  slot     0        1        2        3        4        ...      15
///           +--------+--------+--------+--------+--------+--------+
///           | 8      | 9      | 10     | 11     | 12     | ...    |   NFT_REG32_00 ...
///           +--------+--------+--------+--------+--------+--------+
///           | 1                                 | 2  ...               NFT_REG_1 ...
/// ```
///
/// Longer data goes on in the slots that follow. The kernel has two numbers for each fourth slot
/// and answers with the lower one.
public record Register(int slot) {
  /// Where verdicts go.
  public static final Register VERDICT = new Register(-1);

  public static final Register FIRST = new Register(0);

  private static final int SLOTS = 16;
  private static final int FIRST_SMALL = 8;

  public Register {
    if (slot < -1 || slot >= SLOTS) {
      throw new IllegalArgumentException("nftables has no slot " + slot + ", only 0.." + SLOTS);
    }
  }

  /// The register after data of this many bytes.
  public Register after(int bytes) {
    return new Register(slot + (bytes + 3) / 4);
  }

  void writeTo(PayloadWriter out, int attribute) {
    out.be32(attribute, number());
  }

  static Optional<Register> find(Attributes attributes, int attribute) {
    return attributes.map(attribute, value -> of((int) value.networkNumber()));
  }

  static Register read(Attributes attributes, int attribute) {
    return find(attributes, attribute)
        .orElseThrow(() -> new NetlinkException.Malformed("read a rule", "a register is missing"));
  }

  private int number() {
    if (slot < 0) {
      return 0;
    }
    return slot % 4 == 0 ? slot / 4 + 1 : slot + FIRST_SMALL;
  }

  private static Register of(int number) {
    if (number == 0) {
      return VERDICT;
    }
    return new Register(number < FIRST_SMALL ? (number - 1) * 4 : number - FIRST_SMALL);
  }
}
