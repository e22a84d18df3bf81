package io.troupe.netlink.nftables;

import io.troupe.netlink.PayloadWriter;

/// Sets something of a packet, such as its mark, from a register.
public record StoreMeta(MetaKey key, Register from) implements Expression {
  @Override
  public String kernelName() {
    return LoadMeta.NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.be32(LoadMeta.KEY, key.number());
    from.writeTo(out, LoadMeta.SREG);
  }
}
