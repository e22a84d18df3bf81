package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Matches if a register compares so with a value, byte by byte from the first.
public record Compare(Register from, Operator operator, Value value) implements Expression {
  static final String NAME = "cmp";

  private static final int SREG = 1;
  private static final int OPERATOR = 2;
  private static final int DATA = 3;

  /// `NFT_CMP_*`.
  public enum Operator {
    EQUAL(0),
    NOT_EQUAL(1),
    LESS(2),
    LESS_OR_EQUAL(3),
    GREATER(4),
    GREATER_OR_EQUAL(5);

    private final int number;

    Operator(int number) {
      this.number = number;
    }

    static Operator of(int number) {
      for (Operator operator : values()) {
        if (operator.number == number) {
          return operator;
        }
      }
      return EQUAL;
    }
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    from.writeTo(out, SREG);
    out.be32(OPERATOR, operator.number).nest(DATA, value::writeTo);
  }

  static Compare read(Attributes data) {
    return new Compare(
        Register.read(data, SREG),
        Operator.of((int) data.networkNumber(OPERATOR, 0)),
        data.map(DATA, io.troupe.netlink.nftables.Data::readValue).orElse(Value.of(new byte[0])));
  }
}
