package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Loads what is known of a packet besides its bytes into a register.
public record LoadMeta(MetaKey key, Register to) implements Expression {
  static final String NAME = "meta";

  static final int DREG = 1;
  static final int KEY = 2;
  static final int SREG = 3;

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    to.writeTo(out, DREG);
    out.be32(KEY, key.number());
  }

  /// The kernel has one name for loading and storing; they differ by which register is given.
  static Expression read(Attributes data, Attributes expression) {
    int number = (int) data.networkNumber(KEY, -1);
    if (!MetaKey.knows(number)) {
      return OtherExpression.read(expression);
    }
    MetaKey key = MetaKey.of(number);
    return data.has(SREG)
        ? new StoreMeta(key, Register.read(data, SREG))
        : new LoadMeta(key, Register.read(data, DREG));
  }
}
