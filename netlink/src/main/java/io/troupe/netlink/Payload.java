package io.troupe.netlink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A run of bytes the kernel sent: a message's body or an attribute's value.
///
/// Offsets count from the start of this run. Reading past the end throws {@link
/// NetlinkException.Malformed}. A value shorter than asked for by a method without an offset is
/// widened, since the kernel's own width of a field may differ between versions.
public final class Payload {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private final byte[] bytes;
  private final int start;
  private final int length;

  Payload(byte[] bytes, int start, int length) {
    if (start < 0 || length < 0 || start + length > bytes.length) {
      throw new NetlinkException.Malformed(
          "read a message", start + "+" + length + " of " + bytes.length + " bytes");
    }
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  public static Payload of(byte[] bytes) {
    return new Payload(bytes.clone(), 0, bytes.length);
  }

  public int length() {
    return length;
  }

  public int u8(int offset) {
    return bytes[at(offset, 1)] & 0xff;
  }

  public int u16(int offset) {
    return (short) SHORT.get(bytes, at(offset, 2)) & 0xffff;
  }

  public int s32(int offset) {
    return (int) INT.get(bytes, at(offset, 4));
  }

  public long u32(int offset) {
    return s32(offset) & 0xffff_ffffL;
  }

  public long u64(int offset) {
    return (long) LONG.get(bytes, at(offset, 8));
  }

  public int be16(int offset) {
    int value = u16(offset);
    return LITTLE ? Short.reverseBytes((short) value) & 0xffff : value;
  }

  public int be32(int offset) {
    int value = s32(offset);
    return LITTLE ? Integer.reverseBytes(value) : value;
  }

  /// The whole value as one number in the host's byte order, whatever its width (1, 2, 4 or 8).
  public long number() {
    return switch (length) {
      case 1 -> u8(0);
      case 2 -> u16(0);
      case 4 -> u32(0);
      case 8 -> u64(0);
      default ->
          throw new NetlinkException.Malformed(
              "read a number", "a value of " + length + " bytes is none");
    };
  }

  /// The whole value as one number in the network's byte order.
  public long networkNumber() {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | u8(i);
    }
    return value;
  }

  public byte[] bytes() {
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /// The text up to the first zero byte or the end.
  public String string() {
    int end = start;
    while (end < start + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /// The whole value as an address: four bytes are IPv4, sixteen IPv6, even where they hold a
  /// mapped IPv4 address (which `InetAddress.getByAddress` would turn into four).
  public InetAddress address() {
    try {
      return length == 16
          ? Inet6Address.getByAddress(null, bytes(), -1)
          : InetAddress.getByAddress(bytes());
    } catch (UnknownHostException e) {
      throw new NetlinkException.Malformed(
          "read an address", "a value of " + length + " bytes is none");
    }
  }

  public Payload from(int offset) {
    return slice(offset, length - offset);
  }

  public Payload slice(int offset, int count) {
    at(offset, count);
    return new Payload(bytes, start + offset, count);
  }

  /// The attributes that fill this run from `offset` to its end.
  public Attributes attributes(int offset) {
    return offset >= length ? Attributes.NONE : new Attributes(from(offset));
  }

  public Attributes attributes() {
    return attributes(0);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes, start, start + length);
  }

  private int at(int offset, int count) {
    if (offset < 0 || count < 0 || offset + count > length) {
      throw new NetlinkException.Malformed(
          "read a message", count + " bytes at " + offset + " of " + length);
    }
    return start + offset;
  }
}
