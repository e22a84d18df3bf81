package io.troupe.core.network;

/// A range of IPv4 addresses that share a prefix: `10.42.0.0/16`.
///
/// @param base the first address; all bits after the prefix are zero
/// @param length how many bits the prefix has, 0–32
public record Cidr(Ipv4 base, int length) implements Comparable<Cidr> {
  public Cidr {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("a prefix has 0 to 32 bits, not " + length);
    }
    if ((base.bits() & ~mask(length)) != 0) {
      throw new IllegalArgumentException(
          "%s/%d has bits after its prefix; write %s/%d"
              .formatted(base, length, new Ipv4(base.bits() & mask(length)), length));
    }
  }

  /// Reads `10.42.0.0/16`.
  ///
  /// @throws IllegalArgumentException with a message for the user when it is something else
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
      throw new IllegalArgumentException(
          "`" + text + "` is no range of addresses; write one such as 10.42.0.0/16");
    }
    return new Cidr(
        Ipv4.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  private static int mask(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  /// How many addresses it has.
  public long size() {
    return 1L << (32 - length);
  }

  public boolean contains(Ipv4 address) {
    return (address.bits() & mask(length)) == base.bits();
  }

  /// Whether all of the other range lies in this one.
  public boolean contains(Cidr other) {
    return other.length >= length && contains(other.base);
  }

  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  /// One of its addresses, counted from 0.
  public Ipv4 address(int index) {
    return base.plus(index);
  }

  /// The last of its addresses.
  public Ipv4 last() {
    return new Ipv4(base.bits() | ~mask(length));
  }

  @Override
  public int compareTo(Cidr other) {
    int byBase = base.compareTo(other.base);
    return byBase != 0 ? byBase : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return base + "/" + length;
  }
}
