package io.troupe.netlink.route;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.Message;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.util.Optional;
import java.util.OptionalInt;

/// The messages about policy rules: `RTM_NEWRULE` and its kin, `linux/fib_rules.h`.
///
/// Each starts with `struct fib_rule_hdr`:
///
/// ```
///  0        1        2        3        4        5        6        7        8                 12
///  +--------+--------+--------+--------+--------+--------+--------+--------+-----------------+
///  | family | to len.|from len|  tos   | table  |  res.  |  res.  | action |      flags      |
///  +--------+--------+--------+--------+--------+--------+--------+--------+-----------------+
/// ```
final class RuleCodec {
  static final int NEW = 32;
  static final int DELETE = 33;
  static final int GET = 34;

  private static final int HEADER = 12;
  private static final int INVERT = 2;
  private static final int LARGEST_SHORT_TABLE = 255;

  private static final int DST = 1;
  private static final int SRC = 2;
  private static final int IIFNAME = 3;
  private static final int PRIORITY = 6;
  private static final int FWMARK = 10;
  private static final int SUPPRESS_PREFIXLEN = 14;
  private static final int TABLE = 15;
  private static final int FWMASK = 16;
  private static final int OIFNAME = 17;

  private RuleCodec() {}

  static Request add(Rule rule) {
    return Request.of(
        NEW,
        Request.CREATE | Request.EXCLUSIVE,
        () -> "add rule " + describe(rule),
        out -> write(out, rule));
  }

  static Request delete(Rule rule) {
    return Request.of(DELETE, 0, () -> "delete rule " + describe(rule), out -> write(out, rule));
  }

  static Request list(Family family) {
    return Request.of(GET, 0, () -> "list rules", out -> out.u8(family.number()).zeros(HEADER - 1));
  }

  static Rule read(Message message) {
    Payload payload = message.payload();
    Attributes attributes = payload.attributes(HEADER);
    int suppressed = attributes.integer(SUPPRESS_PREFIXLEN, -1);
    return new Rule(
        Family.of(payload.u8(0)),
        OptionalInt.of(attributes.integer(PRIORITY, 0)),
        prefix(attributes, SRC, payload.u8(2)),
        prefix(attributes, DST, payload.u8(1)),
        attributes.string(IIFNAME),
        attributes.string(OIFNAME),
        attributes.integer(FWMARK),
        attributes.integer(FWMASK, -1),
        (payload.s32(8) & INVERT) != 0,
        Rule.Action.of(payload.u8(7)),
        attributes.integer(TABLE, payload.u8(4)),
        suppressed < 0 ? OptionalInt.empty() : OptionalInt.of(suppressed));
  }

  private static void write(PayloadWriter out, Rule rule) {
    out.u8(rule.family().number())
        .u8(rule.to().map(IpPrefix::length).orElse(0))
        .u8(rule.from().map(IpPrefix::length).orElse(0))
        .u8(0)
        .u8(rule.table() > LARGEST_SHORT_TABLE ? 0 : rule.table())
        .u8(0)
        .u8(0)
        .u8(rule.action().number())
        .u32(rule.inverted() ? INVERT : 0)
        .u32(TABLE, rule.table());
    rule.priority().ifPresent(priority -> out.u32(PRIORITY, priority));
    rule.to().ifPresent(prefix -> out.address(DST, prefix.address()));
    rule.from().ifPresent(prefix -> out.address(SRC, prefix.address()));
    if (!rule.inLink().isEmpty()) {
      out.string(IIFNAME, rule.inLink());
    }
    if (!rule.outLink().isEmpty()) {
      out.string(OIFNAME, rule.outLink());
    }
    rule.mark().ifPresent(mark -> out.u32(FWMARK, mark).u32(FWMASK, rule.markMask()));
    rule.suppressPrefixLength().ifPresent(length -> out.u32(SUPPRESS_PREFIXLEN, length));
  }

  private static Optional<IpPrefix> prefix(Attributes attributes, int type, int length) {
    return attributes.address(type).map(address -> new IpPrefix(address, length));
  }

  private static String describe(Rule rule) {
    return (rule.priority().isPresent() ? rule.priority().getAsInt() + " " : "")
        + rule.from().map(p -> "from " + p + " ").orElse("")
        + rule.to().map(p -> "to " + p + " ").orElse("")
        + "table "
        + rule.table();
  }
}
