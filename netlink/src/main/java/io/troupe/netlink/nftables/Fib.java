package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Asks the routing table about the packet's source or destination address.
///
/// As {@link Result#ADDRESS_TYPE} it loads an `RTN_*` in the host's order, of which {@link #LOCAL}
/// is this host's own address.
public record Fib(Register to, Result result, int flags) implements Expression {
  static final String NAME = "fib";

  /// `NFTA_FIB_F_*`: which address, and whether the link it came by counts.
  public static final int SOURCE = 0x1;

  public static final int DESTINATION = 0x2;
  public static final int IN_LINK = 0x8;

  /// `RTN_LOCAL`.
  public static final int LOCAL = 2;

  private static final int DREG = 1;
  private static final int RESULT = 2;
  private static final int FLAGS = 3;

  /// `NFT_FIB_RESULT_*`.
  public enum Result {
    OUT_INDEX(1),
    OUT_NAME(2),
    ADDRESS_TYPE(3);

    private final int number;

    Result(int number) {
      this.number = number;
    }

    static Result of(int number) {
      return switch (number) {
        case 1 -> OUT_INDEX;
        case 2 -> OUT_NAME;
        default -> ADDRESS_TYPE;
      };
    }
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    to.writeTo(out, DREG);
    out.be32(RESULT, result.number).be32(FLAGS, flags);
  }

  static Fib read(Attributes data) {
    return new Fib(
        Register.read(data, DREG),
        Result.of((int) data.networkNumber(RESULT, 0)),
        (int) data.networkNumber(FLAGS, 0));
  }
}
