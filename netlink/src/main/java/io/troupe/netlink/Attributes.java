package io.troupe.netlink;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// The attributes of a message or of a nested attribute, in the order the kernel wrote them.
///
/// A type that comes twice is found by its first; {@link #all} gives each. Types are without the
/// flag bits for "nested" and "network byte order" (`linux/netlink.h`).
public final class Attributes implements Iterable<Attributes.Attribute> {
  static final Attributes NONE = new Attributes(new Payload(new byte[0], 0, 0));
  private static final int TYPE_MASK = 0x3fff;

  private final List<Attribute> list;

  /// One attribute: its type and its value.
  public record Attribute(int type, Payload value) {}

  Attributes(Payload payload) {
    list = new ArrayList<>();
    int at = 0;
    while (at + 4 <= payload.length()) {
      int length = payload.u16(at);
      if (length < 4) {
        throw new NetlinkException.Malformed(
            "read attributes", "an attribute of " + length + " bytes at " + at);
      }
      list.add(new Attribute(payload.u16(at + 2) & TYPE_MASK, payload.slice(at + 4, length - 4)));
      at += length + 3 & ~3;
    }
  }

  @Override
  public Iterator<Attribute> iterator() {
    return all().iterator();
  }

  public List<Attribute> all() {
    return List.copyOf(list);
  }

  public Optional<Payload> find(int type) {
    for (Attribute attribute : list) {
      if (attribute.type == type) {
        return Optional.of(attribute.value);
      }
    }
    return Optional.empty();
  }

  public boolean has(int type) {
    return find(type).isPresent();
  }

  /// The value as a whole number in the host's order, or `fallback` when the attribute is absent.
  public long number(int type, long fallback) {
    return find(type).map(Payload::number).orElse(fallback);
  }

  public int integer(int type, int fallback) {
    return (int) number(type, fallback);
  }

  public OptionalInt integer(int type) {
    return find(type)
        .map(value -> OptionalInt.of((int) value.number()))
        .orElse(OptionalInt.empty());
  }

  /// The value as a whole number in the network's order, or `fallback`.
  public long networkNumber(int type, long fallback) {
    return find(type).map(Payload::networkNumber).orElse(fallback);
  }

  public boolean yes(int type) {
    return number(type, 0) != 0;
  }

  public String string(int type) {
    return find(type).map(Payload::string).orElse("");
  }

  public Optional<InetAddress> address(int type) {
    return find(type).map(Payload::address);
  }

  /// The attributes inside the attribute of this type; none when it is absent.
  public Attributes nested(int type) {
    return find(type).map(Payload::attributes).orElse(NONE);
  }

  public <T> Optional<T> map(int type, Function<Payload, T> reader) {
    return find(type).map(reader);
  }
}
