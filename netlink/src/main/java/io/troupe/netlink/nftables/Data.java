package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;

/// What a register can hold and a map can map to: bytes, or a verdict; `NFTA_DATA_*`.
public sealed interface Data permits Value, Verdict {
  /// `NFTA_DATA_VALUE` and `NFTA_DATA_VERDICT`.
  int VALUE = 1;

  int VERDICT = 2;

  void writeTo(PayloadWriter out);

  static Data read(Attributes attributes) {
    if (attributes.has(VERDICT)) {
      return Verdict.read(attributes.nested(VERDICT));
    }
    return attributes
        .map(VALUE, value -> Value.of(value.bytes()))
        .orElseThrow(() -> new NetlinkException.Malformed("read nftables data", "it is empty"));
  }

  /// Reads what must be bytes.
  static Value readValue(Payload nested) {
    return switch (read(nested.attributes())) {
      case Value value -> value;
      case Verdict verdict ->
          throw new NetlinkException.Malformed("read nftables data", verdict + " is no value");
    };
  }
}
