package io.troupe.netlink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a message's payload: fixed fields in the host's byte order, then attributes.
///
/// ```
///  0        2        4                    4+n      (struct nlattr, linux/netlink.h)
///  +--------+--------+---------------------+-----+
///  | length | type   |  value, n bytes     | pad |   the length counts the header, not the padding
///  +--------+--------+---------------------+-----+   to the next multiple of four
/// ```
///
/// The names say width and order: `u32` in the host's order, `be32` in the network's. Not safe for
/// use by several threads.
public final class PayloadWriter {
  private static final int NESTED = 0x8000;
  private static final int LONGEST_ATTRIBUTE = 0xffff;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private byte[] bytes = new byte[512];
  private int size;

  /// An empty payload.
  public PayloadWriter() {}

  /// What writes into a message: a body, or the inside of a nested attribute.
  @FunctionalInterface
  public interface Part {
    void writeTo(PayloadWriter out);
  }

  public int size() {
    return size;
  }

  /// A copy of the bytes written so far.
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// The bytes written so far; the array is this writer's own and longer than {@link #size}.
  byte[] array() {
    return bytes;
  }

  void clear() {
    size = 0;
  }

  public PayloadWriter u8(int value) {
    int at = room(1);
    bytes[at] = (byte) value;
    return this;
  }

  public PayloadWriter u16(int value) {
    int at = room(2);
    SHORT.set(bytes, at, (short) value);
    return this;
  }

  public PayloadWriter u32(int value) {
    int at = room(4);
    INT.set(bytes, at, value);
    return this;
  }

  public PayloadWriter u64(long value) {
    int at = room(8);
    LONG.set(bytes, at, value);
    return this;
  }

  public PayloadWriter be16(int value) {
    return u16(LITTLE ? Short.reverseBytes((short) value) : value);
  }

  public PayloadWriter be32(int value) {
    return u32(LITTLE ? Integer.reverseBytes(value) : value);
  }

  public PayloadWriter bytes(byte[] value) {
    int at = room(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
    return this;
  }

  public PayloadWriter zeros(int count) {
    int at = room(count);
    Arrays.fill(bytes, at, at + count, (byte) 0);
    return this;
  }

  /// An attribute without a value, whose presence says yes.
  public PayloadWriter flag(int type) {
    return attribute(type, out -> {});
  }

  public PayloadWriter u8(int type, int value) {
    return u16(5).u16(type).u8(value).zeros(3);
  }

  public PayloadWriter u16(int type, int value) {
    return u16(6).u16(type).u16(value).zeros(2);
  }

  public PayloadWriter u32(int type, int value) {
    return u16(8).u16(type).u32(value);
  }

  public PayloadWriter u64(int type, long value) {
    return u16(12).u16(type).u64(value);
  }

  public PayloadWriter be16(int type, int value) {
    return u16(6).u16(type).be16(value).zeros(2);
  }

  public PayloadWriter be32(int type, int value) {
    return u16(8).u16(type).be32(value);
  }

  public PayloadWriter be64(int type, long value) {
    return u64(type, LITTLE ? Long.reverseBytes(value) : value);
  }

  public PayloadWriter bytes(int type, byte[] value) {
    return attribute(type, out -> out.bytes(value));
  }

  public PayloadWriter address(int type, InetAddress value) {
    return bytes(type, value.getAddress());
  }

  /// A string with its terminating zero.
  public PayloadWriter string(int type, String value) {
    return attribute(type, out -> out.bytes(value.getBytes(StandardCharsets.UTF_8)).u8(0));
  }

  /// An attribute whose value is itself a list of attributes; marked with `NLA_F_NESTED`.
  public PayloadWriter nest(int type, Part inside) {
    return attribute(type | NESTED, inside);
  }

  /// An attribute whose value `inside` writes.
  public PayloadWriter attribute(int type, Part inside) {
    int start = room(4);
    inside.writeTo(this);
    int length = size - start;
    if (length > LONGEST_ATTRIBUTE) {
      throw new IllegalArgumentException(
          "attribute "
              + (type & ~NESTED)
              + " has "
              + length
              + " bytes, netlink allows "
              + LONGEST_ATTRIBUTE
              + ": split the request");
    }
    SHORT.set(bytes, start, (short) length);
    SHORT.set(bytes, start + 2, (short) type);
    return zeros(-size & 3);
  }

  /// Overwrites a field written before, such as a length known only at the end.
  void patch32(int at, int value) {
    INT.set(bytes, at, value);
  }

  /// Makes room for `count` bytes and answers where; it may put another array in the place of
  /// `bytes`, so it comes before any use of that.
  private int room(int count) {
    int at = size;
    size += count;
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
    }
    return at;
  }
}
