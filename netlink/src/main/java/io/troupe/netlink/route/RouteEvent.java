package io.troupe.netlink.route;

import io.troupe.netlink.Message;
import java.util.Optional;

/// A change in the kernel's network configuration: an object as it is now, or as it was last.
public sealed interface RouteEvent {
  NetworkObject object();

  /// The object was made or changed.
  record Present(NetworkObject object) implements RouteEvent {}

  /// The object is gone.
  record Gone(NetworkObject object) implements RouteEvent {}

  /// Reads a message of a multicast group; empty for what is not modelled.
  static Optional<RouteEvent> read(Message message) {
    return switch (message.type()) {
      case LinkCodec.NEW, LinkCodec.DELETE -> link(message);
      case InterfaceAddress.NEW -> Optional.of(new Present(InterfaceAddress.read(message)));
      case InterfaceAddress.DELETE -> Optional.of(new Gone(InterfaceAddress.read(message)));
      case RouteCodec.NEW -> Optional.of(new Present(RouteCodec.read(message)));
      case RouteCodec.DELETE -> Optional.of(new Gone(RouteCodec.read(message)));
      case NeighborCodec.NEW -> Optional.of(new Present(neighbor(message)));
      case NeighborCodec.DELETE -> Optional.of(new Gone(neighbor(message)));
      case RuleCodec.NEW -> Optional.of(new Present(RuleCodec.read(message)));
      case RuleCodec.DELETE -> Optional.of(new Gone(RuleCodec.read(message)));
      default -> Optional.empty();
    };
  }

  /// A bridge reports its ports by link messages of family bridge, a departing port as "deleted":
  /// these are about the port, not the link, and are left out.
  private static Optional<RouteEvent> link(Message message) {
    if (message.payload().u8(0) == Family.BRIDGE) {
      return Optional.empty();
    }
    Link link = LinkCodec.read(message);
    return Optional.of(message.type() == LinkCodec.NEW ? new Present(link) : new Gone(link));
  }

  private static NetworkObject neighbor(Message message) {
    return NeighborCodec.isFdb(message)
        ? NeighborCodec.readFdb(message)
        : NeighborCodec.read(message);
  }
}
