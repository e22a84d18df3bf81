package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Makes a connection come from the address of the link it leaves by. `flags` are the
/// `NF_NAT_RANGE_*` of `linux/netfilter/nf_nat.h`.
public record Masquerade(int flags) implements Expression {
  static final String NAME = "masq";

  /// `NF_NAT_RANGE_PROTO_RANDOM_FULLY`: source ports at random, so that none are chosen twice at a
  /// time.
  public static final int FULLY_RANDOM = 0x10;

  private static final int FLAGS = 1;

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    if (flags != 0) {
      out.be32(FLAGS, flags);
    }
  }

  static Masquerade read(Attributes data) {
    return new Masquerade((int) data.networkNumber(FLAGS, 0));
  }
}
