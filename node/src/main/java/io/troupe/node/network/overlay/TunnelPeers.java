package io.troupe.node.network.overlay;

import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.route.Bulk;
import io.troupe.netlink.route.Family;
import io.troupe.netlink.route.FdbEntry;
import io.troupe.netlink.route.Neighbor;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.RouteFilter;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.netlink.route.Scope;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The ways to the other nodes' pods. Each has three parts: a route to the peer's subnet by the
/// peer's end of the tunnel, the MAC address of that end, and the host that frames for this address
/// are sent to. All three on the tunnel's link are ours, so what belongs to no peer is removed.
///
/// @param link index of the tunnel
/// @param gateway the node's own address in its subnet, from which it calls pods of others
record TunnelPeers(Rtnetlink route, int link, Ipv4 gateway) {
  /// Makes the ways those to exactly these peers. A peer's host and neighbour are written before
  /// the route that needs them, and taken away after it.
  void replaceAll(Collection<Peer> peers, Attempts attempts) {
    Bulk first = new Bulk();
    Bulk come = new Bulk();
    Bulk leave = new Bulk();
    attempts.run(() -> hosts(index(peers, this::host, FdbEntry::mac), come, leave));
    attempts.run(() -> neighbors(index(peers, this::neighbor, Neighbor::address), come, leave));
    attempts.run(() -> routes(index(peers, this::route, Route::destination), first, come));
    for (Bulk changes : List.of(first, come, leave)) {
      if (!changes.isEmpty()) {
        attempts.run(() -> route.apply(changes));
      }
    }
  }

  private static <K, V> Map<K, V> index(
      Collection<Peer> peers, Function<Peer, V> part, Function<V, K> key) {
    return peers.stream()
        .map(part)
        .collect(Collectors.toMap(key, one -> one, (a, b) -> a, LinkedHashMap::new));
  }

  private Route route(Peer peer) {
    return Route.to(Addresses.prefix(peer.subnet()))
        .via(Addresses.inet(peer.subnet().base()))
        .on(link)
        .withOnlink()
        .from(Addresses.inet(gateway))
        .withProtocol(Route.STATIC)
        .withScope(Scope.UNIVERSE);
  }

  private Neighbor neighbor(Peer peer) {
    Ipv4 end = peer.subnet().base();
    return Neighbor.permanent(link, Addresses.inet(end), Addresses.mac(end));
  }

  private FdbEntry host(Peer peer) {
    return FdbEntry.tunnel(link, Addresses.mac(peer.subnet().base()), Addresses.inet(peer.host()));
  }

  private void hosts(Map<MacAddress, FdbEntry> missing, Bulk come, Bulk leave) {
    for (FdbEntry found : route.fdbList(link)) {
      if (!found.self() || found.remote().isEmpty()) {
        continue;
      }
      FdbEntry wanted = missing.get(found.mac());
      if (wanted == null) {
        leave.fdbDelete(found);
      } else if (wanted.equals(found)) {
        missing.remove(found.mac());
      }
    }
    missing.values().forEach(come::fdbReplace);
  }

  private void neighbors(Map<InetAddress, Neighbor> missing, Bulk come, Bulk leave) {
    for (Neighbor found : route.neighborList(Family.IPV4, link)) {
      Neighbor wanted = missing.get(found.address());
      if (found.equals(wanted)) {
        missing.remove(found.address());
      } else if (wanted == null && found.state() == Neighbor.State.PERMANENT) {
        leave.neighborDelete(found);
      }
    }
    missing.values().forEach(come::neighborReplace);
  }

  /// A route that differs is taken away first: one of the same destination on another link is
  /// somebody else's, and to replace could mean that one.
  private void routes(Map<IpPrefix, Route> missing, Bulk leave, Bulk come) {
    for (Route found : route.routeList(RouteFilter.main(Family.IPV4).on(link))) {
      if (found.equals(missing.get(found.destination()))) {
        missing.remove(found.destination());
      } else if (found.protocol() != Route.KERNEL) {
        leave.routeDelete(found);
      }
    }
    missing.values().forEach(come::routeAdd);
  }
}
