package io.troupe.netlink.generic;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Message;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A family of generic netlink as the kernel's controller describes it; `linux/genetlink.h`.
///
/// `id` is the type of its messages in this running kernel, `groups` its multicast groups by name.
public record GenericFamily(
    String name, int id, int version, int headerSize, Map<String, Integer> groups) {
  /// The controller itself, the one family with a fixed id (`GENL_ID_CTRL`).
  static final int CONTROLLER = 16;

  /// The length of `struct genlmsghdr`, after which the attributes of a message follow.
  public static final int HEADER = 4;

  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;
  private static final int VERSION = 3;
  private static final int HEADER_SIZE = 4;
  private static final int MCAST_GROUPS = 7;
  private static final int GROUP_NAME = 1;
  private static final int GROUP_ID = 2;

  public GenericFamily {
    groups = Map.copyOf(groups);
  }

  /// A request of this family. It starts with `struct genlmsghdr`:
  ///
  /// ```
  ///  0        1        2        4
  ///  +--------+--------+--------+
  ///  | command| version|  zero  | attributes
  ///  +--------+--------+--------+
  /// ```
  public Request request(
      int command, int flags, Supplier<String> words, PayloadWriter.Part attributes) {
    return request(id, version, command, flags, words, attributes);
  }

  static Request request(
      int id,
      int version,
      int command,
      int flags,
      Supplier<String> words,
      PayloadWriter.Part attributes) {
    return Request.of(
        id,
        flags,
        words,
        out -> {
          out.u8(command).u8(version).u16(0);
          attributes.writeTo(out);
        });
  }

  static Request find(String name) {
    return request(
        CONTROLLER,
        1,
        3,
        0,
        () -> "find the generic netlink family " + name,
        out -> out.string(FAMILY_NAME, name));
  }

  static Request list() {
    return request(CONTROLLER, 1, 3, 0, () -> "list generic netlink families", out -> {});
  }

  static GenericFamily read(Message message) {
    Attributes attributes = message.payload().attributes(HEADER);
    Map<String, Integer> groups = new HashMap<>();
    for (Attributes.Attribute group : attributes.nested(MCAST_GROUPS)) {
      Attributes inside = group.value().attributes();
      groups.put(inside.string(GROUP_NAME), inside.integer(GROUP_ID, 0));
    }
    return new GenericFamily(
        attributes.string(FAMILY_NAME),
        attributes.integer(FAMILY_ID, 0),
        attributes.integer(VERSION, 0),
        attributes.integer(HEADER_SIZE, 0),
        groups);
  }
}
