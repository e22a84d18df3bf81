package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;
import java.util.Optional;

/// Rewrites a connection's source or destination to the address and port in registers.
///
/// `flags` are the `NF_NAT_RANGE_*` of `linux/netfilter/nf_nat.h` other than those that say whether
/// address and port are given, which the kernel sets itself.
public record Nat(
    boolean destination,
    TableFamily family,
    Optional<Register> address,
    Optional<Register> port,
    int flags)
    implements Expression {
  static final String NAME = "nat";

  /// `NF_NAT_RANGE_PERSISTENT`: a client gets the same mapping each time.
  public static final int PERSISTENT = 0x8;

  private static final int TYPE = 1;
  private static final int FAMILY = 2;
  private static final int ADDRESS = 3;
  private static final int PORT = 5;
  private static final int FLAGS = 7;
  private static final int GIVEN = 0x3;

  /// Sends the connection to the address and port in registers.
  public static Nat destination(TableFamily family, Register address, Register port) {
    return new Nat(true, family, Optional.of(address), Optional.of(port), 0);
  }

  /// Makes the connection come from the address in a register.
  public static Nat source(TableFamily family, Register address) {
    return new Nat(false, family, Optional.of(address), Optional.empty(), 0);
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.be32(TYPE, destination ? 1 : 0).be32(FAMILY, family.number());
    address.ifPresent(register -> register.writeTo(out, ADDRESS));
    port.ifPresent(register -> register.writeTo(out, PORT));
    if (flags != 0) {
      out.be32(FLAGS, flags);
    }
  }

  static Nat read(Attributes data) {
    return new Nat(
        data.networkNumber(TYPE, 0) == 1,
        TableFamily.of((int) data.networkNumber(FAMILY, 0)),
        Register.find(data, ADDRESS),
        Register.find(data, PORT),
        (int) data.networkNumber(FLAGS, 0) & ~GIVEN);
  }
}
