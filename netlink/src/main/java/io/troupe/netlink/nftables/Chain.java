package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Message;
import io.troupe.netlink.PayloadWriter;
import java.util.Optional;

/// A chain of rules: one that netfilter calls at a `hook`, or one that rules jump to.
public record Chain(Table table, String name, Optional<Hook> hook) {
  private static final int TABLE = 1;
  private static final int NAME = 3;
  private static final int HOOK = 4;
  private static final int POLICY = 5;
  private static final int TYPE = 7;
  private static final int HOOK_NUMBER = 1;
  private static final int HOOK_PRIORITY = 2;

  public Chain {
    Names.require("chain", name);
  }

  /// Where netfilter calls a chain; `NF_INET_*` of `linux/netfilter.h`, in its order.
  public enum Point {
    PREROUTING(0),
    INPUT(1),
    FORWARD(2),
    OUTPUT(3),
    POSTROUTING(4);

    private final int number;

    Point(int number) {
      this.number = number;
    }

    static Point of(int number) {
      for (Point point : values()) {
        if (point.number == number) {
          return point;
        }
      }
      return PREROUTING;
    }
  }

  /// When and for what netfilter calls a chain. `type` is `filter`, `nat` or `route`; of several
  /// chains at a point that with the lowest `priority` comes first; packets that no rule judged are
  /// accepted or dropped.
  public record Hook(String type, Point point, int priority, boolean accept) {
    /// `NF_IP_PRI_NAT_DST`, where `nft` puts destination NAT.
    public static final int DSTNAT = -100;

    /// `NF_IP_PRI_NAT_SRC`, where `nft` puts source NAT.
    public static final int SRCNAT = 100;

    /// `NF_IP_PRI_FILTER`.
    public static final int FILTER = 0;

    public static Hook nat(Point point) {
      boolean destination = point == Point.PREROUTING || point == Point.OUTPUT;
      return new Hook("nat", point, destination ? DSTNAT : SRCNAT, true);
    }

    public static Hook filter(Point point) {
      return new Hook("filter", point, FILTER, true);
    }
  }

  /// A chain that rules jump to.
  public static Chain plain(Table table, String name) {
    return new Chain(table, name, Optional.empty());
  }

  /// A chain that netfilter calls.
  public static Chain base(Table table, String name, Hook hook) {
    return new Chain(table, name, Optional.of(hook));
  }

  void writeKey(PayloadWriter out) {
    out.string(TABLE, table.name()).string(NAME, name);
  }

  void writeTo(PayloadWriter out) {
    writeKey(out);
    hook.ifPresent(h ->
        out.nest(HOOK, in -> in.be32(HOOK_NUMBER, h.point.number).be32(HOOK_PRIORITY, h.priority))
            .be32(POLICY, h.accept ? 1 : 0)
            .string(TYPE, h.type));
  }

  static Chain read(Message message) {
    Attributes attributes = NftMessage.attributes(message);
    Attributes hook = attributes.nested(HOOK);
    Table table = Table.of(message, attributes.string(TABLE));
    if (!attributes.has(HOOK)) {
      return plain(table, attributes.string(NAME));
    }
    return base(
        table,
        attributes.string(NAME),
        new Hook(
            attributes.string(TYPE),
            Point.of((int) hook.networkNumber(HOOK_NUMBER, 0)),
            (int) hook.networkNumber(HOOK_PRIORITY, 0),
            attributes.networkNumber(POLICY, 1) == 1));
  }

  @Override
  public String toString() {
    return table + " " + name;
  }
}
