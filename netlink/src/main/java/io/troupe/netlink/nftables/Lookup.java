package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;
import java.util.Optional;

/// Looks a register up in a set, and in a map loads what the key maps to.
///
/// A map to verdicts is looked up into {@link Register#VERDICT}. `inverted` matches what is not in
/// the set. `batchId` ties the lookup to a set made in the same batch, which an anonymous set
/// needs; it is 0 otherwise, and in what the kernel lists.
public record Lookup(
    Register from, String set, Optional<Register> to, boolean inverted, int batchId)
    implements Expression {
  static final String NAME = "lookup";

  private static final int SET = 1;
  private static final int SREG = 2;
  private static final int DREG = 3;
  private static final int SET_ID = 4;
  private static final int FLAGS = 5;

  /// Matches if the register is in the set.
  public static Lookup in(Register from, NftSet set) {
    return new Lookup(from, set.name(), Optional.empty(), false, set.batchId());
  }

  /// Matches if the register is not in the set.
  public static Lookup notIn(Register from, NftSet set) {
    return new Lookup(from, set.name(), Optional.empty(), true, set.batchId());
  }

  /// Loads what the register maps to.
  public static Lookup map(Register from, NftSet map, Register to) {
    return new Lookup(from, map.name(), Optional.of(to), false, map.batchId());
  }

  /// Goes where the register maps to.
  public static Lookup verdict(Register from, NftSet map) {
    return map(from, map, Register.VERDICT);
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.string(SET, set);
    from.writeTo(out, SREG);
    to.ifPresent(register -> register.writeTo(out, DREG));
    if (batchId != 0) {
      out.be32(SET_ID, batchId);
    }
    if (inverted) {
      out.be32(FLAGS, 1);
    }
  }

  static Lookup read(Attributes data) {
    return new Lookup(
        Register.read(data, SREG),
        data.string(SET),
        Register.find(data, DREG),
        data.networkNumber(FLAGS, 0) != 0,
        0);
  }
}
