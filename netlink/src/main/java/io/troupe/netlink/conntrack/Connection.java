package io.troupe.netlink.conntrack;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Message;
import java.util.Optional;

/// A connection that netfilter tracks: how its first packet came, and how answers come.
///
/// Where the destination was rewritten, the answers' source is the backend. `status` is bits of
/// `enum ip_conntrack_status`; `id` tells it from another with the same flows.
public record Connection(Flow original, Flow reply, int status, int mark, int id) {
  /// `IPS_SEEN_REPLY`: both sides have sent.
  public static final int ANSWERED = 0x2;

  /// `IPS_DST_NAT`: its destination was rewritten.
  public static final int DESTINATION_NAT = 0x20;

  static final int ORIGINAL = 1;
  static final int ID = 12;

  private static final int REPLY = 2;
  private static final int STATUS = 3;
  private static final int MARK = 8;
  private static final int HEADER = 4;

  /// Empty for a connection of a protocol without ports.
  static Optional<Connection> read(Message message) {
    Attributes attributes = message.payload().attributes(HEADER);
    Optional<Flow> original = Flow.read(attributes.nested(ORIGINAL));
    Optional<Flow> reply = Flow.read(attributes.nested(REPLY));
    if (original.isEmpty() || reply.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Connection(
            original.get(),
            reply.get(),
            (int) attributes.networkNumber(STATUS, 0),
            (int) attributes.networkNumber(MARK, 0),
            (int) attributes.networkNumber(ID, 0)));
  }
}
