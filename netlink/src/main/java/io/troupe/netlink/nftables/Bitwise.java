package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Computes `(from & mask) ^ xor` into a register; all are as long as the mask.
public record Bitwise(Register from, Register to, Value mask, Value xor) implements Expression {
  static final String NAME = "bitwise";

  private static final int SREG = 1;
  private static final int DREG = 2;
  private static final int LENGTH = 3;
  private static final int MASK = 4;
  private static final int XOR = 5;

  /// Keeps the bits of `mask` only.
  public static Bitwise and(Register register, Value mask) {
    return new Bitwise(register, register, mask, Value.of(new byte[mask.length()]));
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    from.writeTo(out, SREG);
    to.writeTo(out, DREG);
    out.be32(LENGTH, mask.length()).nest(MASK, mask::writeTo).nest(XOR, xor::writeTo);
  }

  static Bitwise read(Attributes data) {
    Value none = Value.of(new byte[0]);
    return new Bitwise(
        Register.read(data, SREG),
        Register.read(data, DREG),
        data.map(MASK, Data::readValue).orElse(none),
        data.map(XOR, Data::readValue).orElse(none));
  }
}
