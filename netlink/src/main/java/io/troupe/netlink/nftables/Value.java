package io.troupe.netlink.nftables;

import io.troupe.netlink.PayloadWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes to compare with, to look up or to load: an address, a port, an interface's name, or
/// several of them in a row. The factories know the byte order each has in a packet or register.
public final class Value implements Data {
  private static final int NAME_SIZE = 16;

  private final byte[] bytes;

  private Value(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Value of(byte[] bytes) {
    return new Value(bytes.clone());
  }

  public static Value address(InetAddress address) {
    return new Value(address.getAddress());
  }

  /// A port as it is in a packet: two bytes in the network's order.
  public static Value port(int port) {
    return new Value(new byte[] {(byte) (port >> 8), (byte) port});
  }

  /// One byte, such as an IP protocol's number.
  public static Value u8(int number) {
    return new Value(new byte[] {(byte) number});
  }

  /// Four bytes in the host's order: a mark, an index, what `numgen` counts.
  public static Value u32(int number) {
    return new Value(new PayloadWriter().u32(number).toBytes());
  }

  /// An interface's whole name.
  public static Value interfaceName(String name) {
    return new Value(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), NAME_SIZE));
  }

  /// What the names of several interfaces begin with, as `nft` writes `veth*`.
  public static Value interfacePrefix(String prefix) {
    return new Value(prefix.getBytes(StandardCharsets.UTF_8));
  }

  /// Several values in a row, each filled up to four bytes, as keys of several fields are.
  public static Value concat(Value... values) {
    PayloadWriter out = new PayloadWriter();
    for (Value value : values) {
      out.bytes(value.bytes).zeros(-value.bytes.length & 3);
    }
    return new Value(out.toBytes());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public int length() {
    return bytes.length;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.bytes(Data.VALUE, bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Value value && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
