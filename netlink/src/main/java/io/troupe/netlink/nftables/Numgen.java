package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Loads a number from `offset` to `offset + modulus - 1` into a register, in the host's order:
/// each in turn, or at random.
public record Numgen(Register to, int modulus, boolean random, int offset) implements Expression {
  static final String NAME = "numgen";

  private static final int DREG = 1;
  private static final int MODULUS = 2;
  private static final int TYPE = 3;
  private static final int OFFSET = 4;

  public static Numgen inTurn(Register to, int modulus) {
    return new Numgen(to, modulus, false, 0);
  }

  public static Numgen random(Register to, int modulus) {
    return new Numgen(to, modulus, true, 0);
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    to.writeTo(out, DREG);
    out.be32(MODULUS, modulus).be32(TYPE, random ? 1 : 0).be32(OFFSET, offset);
  }

  static Numgen read(Attributes data) {
    return new Numgen(
        Register.read(data, DREG),
        (int) data.networkNumber(MODULUS, 0),
        data.networkNumber(TYPE, 0) == 1,
        (int) data.networkNumber(OFFSET, 0));
  }
}
