package io.troupe.core.network;

/// An IPv4 address.
///
/// @param bits the four bytes, the first one highest
public record Ipv4(int bits) implements Comparable<Ipv4> {
  /// Reads dotted decimal notation, as in `10.96.0.1`.
  ///
  /// @throws IllegalArgumentException with a message for the user when it is something else
  public static Ipv4 parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw malformed(text);
    }
    int bits = 0;
    for (String part : parts) {
      if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
        throw malformed(text);
      }
      bits = bits << 8 | Integer.parseInt(part);
    }
    return new Ipv4(bits);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "`" + text + "` is no IPv4 address; write one such as 10.96.0.1");
  }

  /// The address so many further on.
  public Ipv4 plus(int count) {
    return new Ipv4(bits + count);
  }

  /// The four bytes in network order.
  public byte[] bytes() {
    return new byte[] {
      (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
    };
  }

  @Override
  public int compareTo(Ipv4 other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }
}
