package io.troupe.netlink;

import java.util.ArrayList;
import java.util.List;

/// One message from the kernel: the fields of `struct nlmsghdr` (drawn at {@link Request}) and what
/// follows them.
public record Message(int type, int flags, int sequence, Payload payload) {
  static final int HEADER = 16;
  static final int ERROR = 2;
  static final int DONE = 3;

  private static final int ERROR_TEXT = 1;

  /// The messages of one datagram.
  public static List<Message> read(byte[] datagram) {
    List<Message> messages = new ArrayList<>();
    int at = 0;
    while (at + HEADER <= datagram.length) {
      Payload header = new Payload(datagram, at, HEADER);
      int length = header.s32(0);
      if (length < HEADER || at + length > datagram.length) {
        throw new NetlinkException.Malformed(
            "read a message", "length " + length + " at " + at + " of " + datagram.length);
      }
      messages.add(
          new Message(
              header.u16(4),
              header.u16(6),
              header.s32(8),
              new Payload(datagram, at + HEADER, length - HEADER)));
      at += length + 3 & ~3;
    }
    return messages;
  }

  boolean interrupted() {
    return (flags & Request.DUMP_INTERRUPTED) != 0;
  }

  boolean endsConversation() {
    return type == ERROR || type == DONE;
  }

  /// The error number of an acknowledgement (`NLMSG_ERROR`) or of a dump's end (`NLMSG_DONE`); zero
  /// is success.
  int errorNumber() {
    return payload.length() < 4 ? 0 : -payload.s32(0);
  }

  /// The kernel's text in the attributes after an acknowledgement, or nothing.
  ///
  /// ```
  ///  NLMSG_ERROR  0            4                     20            (NETLINK_CAP_ACK: no payload)
  ///               +------------+----------------------+------------+
  ///               |   -errno   | the request's header | attributes |
  ///               +------------+----------------------+------------+
  ///  NLMSG_DONE   |   -errno   | attributes           |
  ///               +------------+----------------------+
  /// ```
  String errorText() {
    if ((flags & Request.ACK_TLVS) == 0) {
      return "";
    }
    return payload.attributes(type == DONE ? 4 : 4 + HEADER).string(ERROR_TEXT);
  }
}
