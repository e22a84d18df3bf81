package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import java.util.Optional;

/// An element of a set: a key, and in a map what it maps to.
///
/// In a set with intervals an element begins a range, and one that `endsInterval` is the first key
/// after it; {@link Batch} writes both for a range.
public record Element(Value key, Optional<Data> data, boolean endsInterval) {
  private static final int KEY = 1;
  private static final int DATA = 2;
  private static final int FLAGS = 3;
  private static final int INTERVAL_END = 1;
  private static final int LIST_ELEMENT = 1;

  public static Element of(Value key) {
    return new Element(key, Optional.empty(), false);
  }

  public static Element mapping(Value key, Data data) {
    return new Element(key, Optional.of(data), false);
  }

  /// The end of a range: the first key that is not in it.
  public static Element end(Value key) {
    return new Element(key, Optional.empty(), true);
  }

  void writeTo(PayloadWriter list) {
    list.nest(
        LIST_ELEMENT,
        out -> {
          if (endsInterval) {
            out.be32(FLAGS, INTERVAL_END);
          }
          out.nest(KEY, key::writeTo);
          data.ifPresent(value -> out.nest(DATA, value::writeTo));
        });
  }

  static Element read(Payload nested) {
    Attributes attributes = nested.attributes();
    return new Element(
        attributes
            .map(KEY, io.troupe.netlink.nftables.Data::readValue)
            .orElse(Value.of(new byte[0])),
        attributes.map(DATA, data -> io.troupe.netlink.nftables.Data.read(data.attributes())),
        (attributes.networkNumber(FLAGS, 0) & INTERVAL_END) != 0);
  }
}
