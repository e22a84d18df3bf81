package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Message;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.util.function.Supplier;

/// The frame of nftables messages, `linux/netfilter/nfnetlink.h`: the type has the subsystem in its
/// high byte, and each starts with `struct nfgenmsg`:
///
/// ```
///  0        1        2        4
///  +--------+--------+--------+
///  | family | version| res. id|   the resource id is in the network's order;
///  +--------+--------+--------+   in a batch's frame it is the subsystem
/// ```
final class NftMessage {
  static final int NEW_TABLE = 0;
  static final int GET_TABLE = 1;
  static final int DEL_TABLE = 2;
  static final int NEW_CHAIN = 3;
  static final int GET_CHAIN = 4;
  static final int DEL_CHAIN = 5;
  static final int NEW_RULE = 6;
  static final int GET_RULE = 7;
  static final int DEL_RULE = 8;
  static final int NEW_SET = 9;
  static final int GET_SET = 10;
  static final int DEL_SET = 11;
  static final int NEW_ELEMENT = 12;
  static final int GET_ELEMENT = 13;
  static final int DEL_ELEMENT = 14;
  static final int GET_GENERATION = 16;

  private static final int SUBSYSTEM = 10;
  private static final int BATCH_BEGIN = 16;
  private static final int BATCH_END = 17;
  private static final int BATCH_GENERATION = 1;
  private static final int HEADER = 4;

  private NftMessage() {}

  static Request request(
      int message,
      TableFamily family,
      int flags,
      Supplier<String> words,
      PayloadWriter.Part attributes) {
    return request(message, family.number(), flags, words, attributes);
  }

  /// A request that is not about one family: 0 stands for all.
  static Request request(
      int message, int family, int flags, Supplier<String> words, PayloadWriter.Part attributes) {
    return Request.of(
        SUBSYSTEM << 8 | message,
        flags,
        words,
        out -> {
          out.u8(family).u8(0).be16(0);
          attributes.writeTo(out);
        });
  }

  /// The begin of a batch. With a generation above zero the kernel refuses the batch (`ERESTART`)
  /// if the ruleset has changed since.
  static Request begin(int generation) {
    return Request.of(
        BATCH_BEGIN,
        0,
        () -> "begin a batch",
        out -> {
          out.u8(0).u8(0).be16(SUBSYSTEM);
          if (generation != 0) {
            out.be32(BATCH_GENERATION, generation);
          }
        });
  }

  static Request end() {
    return Request.of(BATCH_END, 0, () -> "end a batch", out -> out.u8(0).u8(0).be16(SUBSYSTEM));
  }

  static Attributes attributes(Message message) {
    return message.payload().attributes(HEADER);
  }
}
