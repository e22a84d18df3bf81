package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Hashes `length` bytes from a register (Jenkins' hash) to a number from `offset` to `offset +
/// modulus - 1`. With a seed fixed, a client's address always gives the same number.
public record Hash(Register from, int length, Register to, int modulus, int seed, int offset)
    implements Expression {
  static final String NAME = "hash";

  private static final int SREG = 1;
  private static final int DREG = 2;
  private static final int LENGTH = 3;
  private static final int MODULUS = 4;
  private static final int SEED = 5;
  private static final int OFFSET = 6;
  private static final int TYPE = 7;

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    from.writeTo(out, SREG);
    to.writeTo(out, DREG);
    out.be32(LENGTH, length)
        .be32(MODULUS, modulus)
        .be32(SEED, seed)
        .be32(OFFSET, offset)
        .be32(TYPE, 0);
  }

  /// The symmetric hash has no source register and is not modelled.
  static Expression read(Attributes data, Attributes expression) {
    if (data.networkNumber(TYPE, 0) != 0) {
      return OtherExpression.read(expression);
    }
    return new Hash(
        Register.read(data, SREG),
        (int) data.networkNumber(LENGTH, 0),
        Register.read(data, DREG),
        (int) data.networkNumber(MODULUS, 0),
        (int) data.networkNumber(SEED, 0),
        (int) data.networkNumber(OFFSET, 0));
  }
}
