package io.troupe.netlink.nftables;

import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Data the kernel keeps for `nft` without looking at it, in the form that libnftnl gave it:
///
/// ```
///  0        1        2             2+n
///  +--------+--------+-------------+
///  |  type  | length |  value      | next ...
///  +--------+--------+-------------+
/// ```
final class UserData {
  private UserData() {}

  static void write(PayloadWriter out, int attribute, int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.attribute(attribute, data -> data.u8(type).u8(bytes.length + 1).bytes(bytes).u8(0));
  }

  /// The text of this type, or nothing.
  static String string(Payload data, int type) {
    return find(data, type).map(Payload::string).orElse("");
  }

  /// The number of this type, or zero.
  static int number(Payload data, int type) {
    return find(data, type).map(value -> (int) value.number()).orElse(0);
  }

  /// The bytes of this type, or none.
  static Value bytes(Payload data, int type) {
    return find(data, type).map(value -> Value.of(value.bytes())).orElse(SetType.UNTOLD);
  }

  private static Optional<Payload> find(Payload data, int type) {
    int at = 0;
    while (at + 2 <= data.length()) {
      int length = data.u8(at + 1);
      if (data.u8(at) == type) {
        return Optional.of(data.slice(at + 2, length));
      }
      at += 2 + length;
    }
    return Optional.empty();
  }
}
