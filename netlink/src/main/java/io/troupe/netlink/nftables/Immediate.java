package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Loads a constant into a register; a verdict into {@link Register#VERDICT} ends the rule with it.
public record Immediate(Register to, Data data) implements Expression {
  static final String NAME = "immediate";

  private static final int DREG = 1;
  private static final int DATA = 2;

  public static Immediate of(Verdict verdict) {
    return new Immediate(Register.VERDICT, verdict);
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    to.writeTo(out, DREG);
    out.nest(DATA, data::writeTo);
  }

  static Immediate read(Attributes attributes) {
    return new Immediate(
        Register.read(attributes, DREG),
        io.troupe.netlink.nftables.Data.read(attributes.nested(DATA)));
  }
}
