package io.troupe.netlink.route;

import io.troupe.netlink.MacAddress;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/// Where frames for an Ethernet address go: an entry of a bridge's or a VXLAN's forwarding
/// database.
///
/// An entry of `link` itself (`self`, the VXLAN's) names the tunnel's other end in `remote`; one of
/// the bridge the link is a port of (`master`) says "out of this port". `vni`, `port` and `via` (a
/// link's index) override the tunnel's own settings. The all-zero address is the list of peers that
/// unknown and broadcast frames are copied to.
public record FdbEntry(
    int link,
    MacAddress mac,
    Optional<InetAddress> remote,
    Neighbor.State state,
    boolean self,
    boolean master,
    boolean externallyLearned,
    OptionalInt vlan,
    OptionalInt vni,
    OptionalInt port,
    OptionalInt via)
    implements NetworkObject {
  /// The address whose entries are the peers of unknown and broadcast frames.
  public static final MacAddress FLOOD = new MacAddress(0);

  /// A permanent entry of the VXLAN `link`: frames for `mac` go to the host `remote`.
  public static FdbEntry tunnel(int link, MacAddress mac, InetAddress remote) {
    return new FdbEntry(
        link,
        mac,
        Optional.of(remote),
        Neighbor.State.PERMANENT,
        true,
        false,
        false,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /// A static entry of the bridge that `link` is a port of: frames for `mac` leave by this port.
  public static FdbEntry bridge(int link, MacAddress mac) {
    return new FdbEntry(
        link,
        mac,
        Optional.empty(),
        Neighbor.State.NO_ARP,
        false,
        true,
        false,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  public FdbEntry withVni(int number) {
    return new FdbEntry(
        link,
        mac,
        remote,
        state,
        self,
        master,
        externallyLearned,
        vlan,
        OptionalInt.of(number),
        port,
        via);
  }

  public FdbEntry withPort(int number) {
    return new FdbEntry(
        link,
        mac,
        remote,
        state,
        self,
        master,
        externallyLearned,
        vlan,
        vni,
        OptionalInt.of(number),
        via);
  }

  public FdbEntry withVia(int index) {
    return new FdbEntry(
        link,
        mac,
        remote,
        state,
        self,
        master,
        externallyLearned,
        vlan,
        vni,
        port,
        OptionalInt.of(index));
  }

  public FdbEntry withVlan(int id) {
    return new FdbEntry(
        link,
        mac,
        remote,
        state,
        self,
        master,
        externallyLearned,
        OptionalInt.of(id),
        vni,
        port,
        via);
  }

  String describe() {
    return mac + " on link " + link + remote.map(r -> " to " + r.getHostAddress()).orElse("");
  }
}
