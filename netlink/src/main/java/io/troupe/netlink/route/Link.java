package io.troupe.netlink.route;

import io.troupe.netlink.MacAddress;
import java.util.Optional;
import java.util.OptionalInt;

/// A network interface as the kernel reports it.
///
/// `master` is the index of the bridge it is a port of; `parent` that of the link below or of a
/// veth's other end, which lies in another namespace if `parentNamespace` is given (a number of `ip
/// netns list-id`). `port` is there for ports of a bridge. Links without an Ethernet address have
/// no `mac`.
public record Link(
    int index,
    String name,
    LinkKind kind,
    int flags,
    State state,
    int mtu,
    Optional<MacAddress> mac,
    OptionalInt master,
    OptionalInt parent,
    OptionalInt parentNamespace,
    String alias,
    Optional<BridgePort> port,
    LinkStatistics statistics)
    implements NetworkObject {
  private static final int IFF_UP = 0x1;
  private static final int IFF_LOWER_UP = 0x10000;

  /// Whether the link is set up (`IFF_UP`); {@link #hasCarrier} says whether it can work.
  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  public boolean hasCarrier() {
    return (flags & IFF_LOWER_UP) != 0;
  }

  /// The operational state of RFC 2863, `IF_OPER_*` in `linux/if.h`, in the kernel's order.
  public enum State {
    UNKNOWN,
    NOT_PRESENT,
    DOWN,
    LOWER_LAYER_DOWN,
    TESTING,
    DORMANT,
    UP;

    static State of(int number) {
      State[] all = values();
      return number >= 0 && number < all.length ? all[number] : UNKNOWN;
    }
  }
}
