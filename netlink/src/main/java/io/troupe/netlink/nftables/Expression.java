package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// One instruction of a rule. Expressions run in order; one that does not match ends the rule.
///
/// Their attributes are the `NFTA_*` of `linux/netfilter/nf_tables.h`, numbers in the network's
/// order.
public sealed interface Expression
    permits Bitwise,
        Compare,
        Counter,
        Fib,
        Hash,
        Immediate,
        LoadConntrack,
        LoadMeta,
        LoadPayload,
        Lookup,
        Masquerade,
        Nat,
        Numgen,
        OtherExpression,
        Reject,
        StoreMeta {
  /// `NFTA_EXPR_NAME` and `NFTA_EXPR_DATA`.
  int NAME = 1;

  int DATA = 2;

  /// The kernel's name of the expression.
  String kernelName();

  void writeTo(PayloadWriter out);

  static Expression read(Attributes expression) {
    String name = expression.string(NAME);
    Attributes data = expression.nested(DATA);
    return switch (name) {
      case Bitwise.NAME -> Bitwise.read(data);
      case Compare.NAME -> Compare.read(data);
      case Counter.NAME -> Counter.read(data);
      case LoadConntrack.NAME -> LoadConntrack.read(data, expression);
      case Fib.NAME -> Fib.read(data);
      case Hash.NAME -> Hash.read(data, expression);
      case Immediate.NAME -> Immediate.read(data);
      case LoadMeta.NAME -> LoadMeta.read(data, expression);
      case LoadPayload.NAME -> LoadPayload.read(data, expression);
      case Lookup.NAME -> Lookup.read(data);
      case Masquerade.NAME -> Masquerade.read(data);
      case Nat.NAME -> Nat.read(data);
      case Numgen.NAME -> Numgen.read(data);
      case Reject.NAME -> Reject.read(data);
      default -> OtherExpression.read(expression);
    };
  }
}
