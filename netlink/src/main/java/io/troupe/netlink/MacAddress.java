package io.troupe.netlink;

import java.util.HexFormat;

/// An Ethernet address of six bytes, held in the low 48 bits.
public record MacAddress(long value) {
  private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");
  private static final int SIZE = 6;

  public MacAddress {
    if (value >>> 48 != 0) {
      throw new IllegalArgumentException("a MAC address has 48 bits, not " + value);
    }
  }

  /// Reads `02:00:5e:10:00:01`.
  public static MacAddress parse(String text) {
    try {
      return of(FORMAT.parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no MAC address; write six hex pairs such as 02:00:5e:10:00:01", e);
    }
  }

  public static MacAddress of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
    }
    return new MacAddress(Payload.of(bytes).networkNumber());
  }

  public byte[] bytes() {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) (value >> (8 * (SIZE - 1 - i)));
    }
    return bytes;
  }

  @Override
  public String toString() {
    return FORMAT.formatHex(bytes());
  }
}
