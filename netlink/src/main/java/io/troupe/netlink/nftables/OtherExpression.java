package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;

/// An expression this library does not model, kept as the kernel gave it: its attributes in bytes.
public record OtherExpression(String kernelName, Value attributes) implements Expression {
  static OtherExpression read(Attributes expression) {
    return new OtherExpression(
        expression.string(Expression.NAME),
        Value.of(expression.map(Expression.DATA, Payload::bytes).orElse(new byte[0])));
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.bytes(attributes.bytes());
  }
}
