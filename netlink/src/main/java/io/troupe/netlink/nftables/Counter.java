package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Counts the packets and bytes that come by.
public record Counter(long packets, long bytes) implements Expression {
  static final String NAME = "counter";

  private static final int BYTES = 1;
  private static final int PACKETS = 2;

  public static Counter zero() {
    return new Counter(0, 0);
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.be64(BYTES, bytes).be64(PACKETS, packets);
  }

  static Counter read(Attributes data) {
    return new Counter(data.networkNumber(PACKETS, 0), data.networkNumber(BYTES, 0));
  }
}
