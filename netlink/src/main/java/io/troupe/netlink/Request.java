package io.troupe.netlink;

import java.util.function.Supplier;

/// One message to the kernel: its type, its flags, what writes its payload, and what it asks in
/// words, which is read only when it fails.
///
/// The words follow "cannot": `add link vx0`, `list routes`.
public record Request(int type, int flags, Supplier<String> words, PayloadWriter.Part body) {
  /// `NLM_F_REQUEST`, which every request carries; {@link NetlinkSocket} adds it.
  static final int REQUEST = 0x1;

  static final int MULTI = 0x2;
  static final int ACK = 0x4;
  static final int DUMP_INTERRUPTED = 0x10;
  static final int ACK_TLVS = 0x200;

  /// `NLM_F_DUMP` (root and match): every object, in many messages.
  public static final int DUMP = 0x300;

  /// `NLM_F_REPLACE`: override an object that exists.
  public static final int REPLACE = 0x100;

  /// `NLM_F_EXCL`: fail if the object exists.
  public static final int EXCLUSIVE = 0x200;

  /// `NLM_F_CREATE`: create the object if it does not exist.
  public static final int CREATE = 0x400;

  /// `NLM_F_APPEND`: add to the end of the object's list.
  public static final int APPEND = 0x800;

  public static Request of(int type, int flags, Supplier<String> words, PayloadWriter.Part body) {
    return new Request(type, flags, words, body);
  }

  /// Writes the message: `struct nlmsghdr` of `linux/netlink.h`, then the payload.
  ///
  /// ```
  ///  0                 4        6        8                 12                16
  ///  +-----------------+--------+--------+-----------------+-----------------+
  ///  |  length, all    |  type  | flags  |    sequence     |  port (0 here)  | payload ...
  ///  +-----------------+--------+--------+-----------------+-----------------+
  /// ```
  void writeTo(PayloadWriter out, int sequence, int moreFlags) {
    int start = out.size();
    out.u32(0).u16(type).u16(flags | REQUEST | moreFlags).u32(sequence).u32(0);
    body.writeTo(out);
    out.patch32(start, out.size() - start);
    out.zeros(-out.size() & 3);
  }
}
