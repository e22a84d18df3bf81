package io.troupe.netlink.route;

import io.troupe.netlink.MacAddress;
import java.net.InetAddress;
import java.util.Optional;

/// Which Ethernet address an IP address has on a link: an entry of the ARP or NDP table.
///
/// `flags` are the `NTF_*` of `linux/neighbour.h`.
public record Neighbor(
    int link, InetAddress address, Optional<MacAddress> mac, State state, int flags)
    implements NetworkObject {
  public static final int PROXY = 0x08;
  public static final int EXTERNALLY_LEARNED = 0x10;
  public static final int ROUTER = 0x80;

  /// An entry that never ages.
  public static Neighbor permanent(int link, InetAddress address, MacAddress mac) {
    return new Neighbor(link, address, Optional.of(mac), State.PERMANENT, 0);
  }

  /// `NUD_*` of `linux/neighbour.h`.
  public enum State {
    NONE(0),
    INCOMPLETE(0x01),
    REACHABLE(0x02),
    STALE(0x04),
    DELAY(0x08),
    PROBE(0x10),
    FAILED(0x20),
    NO_ARP(0x40),
    PERMANENT(0x80);

    private final int bit;

    State(int bit) {
      this.bit = bit;
    }

    int bit() {
      return bit;
    }

    static State of(int bits) {
      for (State state : values()) {
        if (state.bit == bits) {
          return state;
        }
      }
      return NONE;
    }
  }
}
