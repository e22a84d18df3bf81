package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Loads bytes of the packet, counted from one of its headers, into a register.
public record LoadPayload(Base base, int offset, int length, Register to) implements Expression {
  static final String NAME = "payload";

  private static final int DREG = 1;
  private static final int BASE = 2;
  private static final int OFFSET = 3;
  private static final int LENGTH = 4;

  /// `NFT_PAYLOAD_*`.
  public enum Base {
    LINK(0),
    NETWORK(1),
    TRANSPORT(2),
    INNER(3);

    private final int number;

    Base(int number) {
      this.number = number;
    }

    static Base of(int number) {
      for (Base base : values()) {
        if (base.number == number) {
          return base;
        }
      }
      return INNER;
    }
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    to.writeTo(out, DREG);
    out.be32(BASE, base.number).be32(OFFSET, offset).be32(LENGTH, length);
  }

  /// Without a destination it is the writing form, which is not modelled.
  static Expression read(Attributes data, Attributes expression) {
    if (!data.has(DREG)) {
      return OtherExpression.read(expression);
    }
    return new LoadPayload(
        Base.of((int) data.networkNumber(BASE, 0)),
        (int) data.networkNumber(OFFSET, 0),
        (int) data.networkNumber(LENGTH, 0),
        Register.read(data, DREG));
  }
}
