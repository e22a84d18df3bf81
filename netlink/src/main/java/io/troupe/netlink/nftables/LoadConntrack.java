package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Loads what connection tracking knows of a packet's connection into a register.
public record LoadConntrack(Key key, Register to) implements Expression {
  static final String NAME = "ct";

  private static final int DREG = 1;
  private static final int KEY = 2;
  private static final int DIRECTION = 3;
  private static final int ORIGINAL = 0;

  /// `NFT_CT_*`: those without a direction, and the addresses of a connection's first packet as it
  /// was before any rewriting.
  public enum Key {
    /// Bits of {@link #NEW}, {@link #ESTABLISHED}, {@link #RELATED} and {@link #INVALID}.
    STATE(0, false),
    /// Bits such as {@link #DESTINATION_NAT}.
    STATUS(2, false),
    MARK(3, false),
    /// Four bytes in the network's order (`ct original ip saddr`).
    ORIGINAL_IPV4_SOURCE(19, true),
    /// Four bytes in the network's order (`ct original ip daddr`).
    ORIGINAL_IPV4_DESTINATION(20, true);

    private final int number;
    private final boolean original;

    Key(int number, boolean original) {
      this.number = number;
      this.original = original;
    }
  }

  public static final int INVALID = 1;
  public static final int ESTABLISHED = 2;
  public static final int RELATED = 4;
  public static final int NEW = 8;

  /// `IPS_SRC_NAT` and `IPS_DST_NAT`, bits of the status.
  public static final int SOURCE_NAT = 0x10;

  public static final int DESTINATION_NAT = 0x20;

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    to.writeTo(out, DREG);
    out.be32(KEY, key.number);
    if (key.original) {
      out.u8(DIRECTION, ORIGINAL);
    }
  }

  static Expression read(Attributes data, Attributes expression) {
    int number = (int) data.networkNumber(KEY, -1);
    boolean original = data.has(DIRECTION) && data.integer(DIRECTION, ORIGINAL) == ORIGINAL;
    if (data.has(DREG) && data.has(DIRECTION) == original) {
      for (Key key : Key.values()) {
        if (key.number == number && key.original == original) {
          return new LoadConntrack(key, Register.read(data, DREG));
        }
      }
    }
    return OtherExpression.read(expression);
  }
}
