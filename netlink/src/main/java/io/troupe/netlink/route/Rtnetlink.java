package io.troupe.netlink.route;

import io.troupe.netlink.Errno;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.Message;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetlinkSocket;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.Request;
import io.troupe.netlink.Subscription;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A handle on one network namespace's configuration, with the verbs of `ip` and `bridge`.
///
/// Links are meant by their index. *add* fails with `EEXIST` for what exists, *replace* makes it so
/// either way, *delete* fails for what is missing (`ENODEV`, `ESRCH`, `ENOENT` or `EADDRNOTAVAIL`),
/// *list* reads a consistent list. Every verb throws {@link NetlinkException}. Threads may share a
/// handle; the calls run one after the other.
public final class Rtnetlink implements AutoCloseable {
  private static final int CREATE_NEW = Request.CREATE | Request.EXCLUSIVE;
  private static final int CREATE_OR_REPLACE = Request.CREATE | Request.REPLACE;

  private final NetlinkSocket socket;

  /// A handle on a socket of {@link Protocol#ROUTE}, which it will close.
  public Rtnetlink(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// Opens a handle on the calling thread's network namespace.
  public static Rtnetlink open() {
    return new Rtnetlink(NetlinkSocket.open(Protocol.ROUTE));
  }

  /// Opens a handle on another network namespace.
  public static Rtnetlink open(NetworkNamespace namespace) {
    return new Rtnetlink(NetlinkSocket.open(Protocol.ROUTE, namespace));
  }

  /// Follows what changes in a namespace from now on.
  public static Subscription<RouteEvent> subscribe(
      NetworkNamespace namespace, Set<RouteGroup> groups) {
    NetlinkSocket socket = NetlinkSocket.open(Protocol.ROUTE, namespace);
    groups.forEach(group -> group.join(socket));
    return new Subscription<>(socket, RouteEvent::read);
  }

  // Links

  /// Makes a link and returns it as the kernel made it.
  public Link linkAdd(LinkSpec spec) {
    socket.execute(LinkCodec.add(spec));
    return socket.query(LinkCodec.find(spec.name()), LinkCodec::read);
  }

  public void linkDelete(int index) {
    socket.execute(LinkCodec.delete(index));
  }

  public Optional<Link> linkFind(String name) {
    return find(LinkCodec.find(name), LinkCodec::read, Errno.ENODEV);
  }

  public Optional<Link> linkFind(int index) {
    return find(LinkCodec.find(index), LinkCodec::read, Errno.ENODEV);
  }

  public List<Link> linkList() {
    return socket.dump(LinkCodec.list(), LinkCodec::read);
  }

  public void linkSetUp(int index) {
    socket.execute(LinkCodec.setUp(index, true));
  }

  public void linkSetDown(int index) {
    socket.execute(LinkCodec.setUp(index, false));
  }

  public void linkSetMtu(int index, int mtu) {
    socket.execute(LinkCodec.setMtu(index, mtu));
  }

  public void linkSetAddress(int index, MacAddress mac) {
    socket.execute(LinkCodec.setMac(index, mac));
  }

  /// Renames a link; a link that is up keeps its name on kernels before 6.3 (`EBUSY`).
  public void linkSetName(int index, String name) {
    socket.execute(LinkCodec.setName(index, name));
  }

  public void linkSetAlias(int index, String alias) {
    socket.execute(LinkCodec.setAlias(index, alias));
  }

  /// Makes a link a port of the bridge `master`.
  public void linkSetMaster(int index, int master) {
    socket.execute(LinkCodec.setMaster(index, master));
  }

  public void linkSetNoMaster(int index) {
    socket.execute(LinkCodec.setMaster(index, 0));
  }

  /// Moves a link into another namespace, where it is down and may get another index.
  public void linkSetNamespace(int index, NetworkNamespace namespace) {
    socket.execute(LinkCodec.setNamespace(index, namespace));
  }

  /// Changes those settings of a bridge that differ from what is asked.
  public void linkSetBridge(int index, Bridge settings) {
    Link link = socket.query(LinkCodec.find(index), LinkCodec::read);
    Bridge current = link.kind() instanceof Bridge bridge ? bridge : Bridge.standard();
    if (!settings.equals(current)) {
      socket.execute(LinkCodec.setBridge(index, settings, current));
    }
  }

  /// Changes how a link works as a port of its bridge, as `bridge link set` does.
  public void linkSetBridgePort(int index, BridgePort settings) {
    socket.execute(LinkCodec.setPort(index, settings));
  }

  // Addresses

  public void addressAdd(InterfaceAddress address) {
    socket.execute(InterfaceAddress.add(address, CREATE_NEW));
  }

  public void addressReplace(InterfaceAddress address) {
    socket.execute(InterfaceAddress.add(address, CREATE_OR_REPLACE));
  }

  public void addressDelete(InterfaceAddress address) {
    socket.execute(InterfaceAddress.delete(address));
  }

  public List<InterfaceAddress> addressList() {
    return list(Family.ANY, family -> InterfaceAddress.list(family, 0), InterfaceAddress::read);
  }

  public List<InterfaceAddress> addressList(int link) {
    return list(Family.ANY, family -> InterfaceAddress.list(family, link), InterfaceAddress::read)
        .stream()
        .filter(address -> address.link() == link)
        .toList();
  }

  // Routes

  public void routeAdd(Route route) {
    socket.execute(RouteCodec.add(route, CREATE_NEW));
  }

  /// Adds a route after those of the same destination and metric.
  public void routeAppend(Route route) {
    socket.execute(RouteCodec.add(route, Request.CREATE | Request.APPEND));
  }

  /// Adds a route before those of the same destination and metric, which stand in for it when it is
  /// deleted.
  public void routePrepend(Route route) {
    socket.execute(RouteCodec.add(route, Request.CREATE));
  }

  /// Makes a route, or changes the first one of its destination, table and metric.
  public void routeReplace(Route route) {
    socket.execute(RouteCodec.add(route, CREATE_OR_REPLACE));
  }

  public void routeDelete(Route route) {
    socket.execute(RouteCodec.delete(route));
  }

  public List<Route> routeList(RouteFilter filter) {
    return list(filter.family(), family -> RouteCodec.list(filter, family), RouteCodec::read)
        .stream()
        .filter(filter::matches)
        .toList();
  }

  /// The route a packet to `address` would take.
  public Route routeGet(InetAddress address) {
    return socket.query(RouteCodec.lookUp(address), RouteCodec::read);
  }

  // Rules

  public void ruleAdd(Rule rule) {
    socket.execute(RuleCodec.add(rule));
  }

  public void ruleDelete(Rule rule) {
    socket.execute(RuleCodec.delete(rule));
  }

  public List<Rule> ruleList(Family family) {
    return list(family, RuleCodec::list, RuleCodec::read);
  }

  // Neighbours

  public void neighborAdd(Neighbor neighbor) {
    socket.execute(NeighborCodec.add(neighbor, CREATE_NEW));
  }

  public void neighborReplace(Neighbor neighbor) {
    socket.execute(NeighborCodec.add(neighbor, CREATE_OR_REPLACE));
  }

  public void neighborDelete(Neighbor neighbor) {
    socket.execute(NeighborCodec.delete(neighbor));
  }

  public List<Neighbor> neighborList(Family family) {
    return list(family, one -> NeighborCodec.list(one, 0), NeighborCodec::read);
  }

  public List<Neighbor> neighborList(Family family, int link) {
    return list(family, one -> NeighborCodec.list(one, link), NeighborCodec::read).stream()
        .filter(neighbor -> neighbor.link() == link)
        .toList();
  }

  // Forwarding entries

  public void fdbAdd(FdbEntry entry) {
    socket.execute(NeighborCodec.addFdb(entry, CREATE_NEW));
  }

  /// Adds one more destination to an address; only a VXLAN's all-zero address has several.
  public void fdbAppend(FdbEntry entry) {
    socket.execute(NeighborCodec.addFdb(entry, Request.CREATE | Request.APPEND));
  }

  public void fdbReplace(FdbEntry entry) {
    socket.execute(NeighborCodec.addFdb(entry, CREATE_OR_REPLACE));
  }

  public void fdbDelete(FdbEntry entry) {
    socket.execute(NeighborCodec.deleteFdb(entry));
  }

  public List<FdbEntry> fdbList() {
    return socket.dump(NeighborCodec.listFdb(0), NeighborCodec::readFdb);
  }

  /// The entries of a link, its own and those of the bridge it is a port of.
  public List<FdbEntry> fdbList(int link) {
    return socket.dump(NeighborCodec.listFdb(link), NeighborCodec::readFdb).stream()
        .filter(entry -> entry.link() == link)
        .toList();
  }

  /// Makes many changes with few system calls. They are done in order, each on its own; the first
  /// failure is thrown at the end, with the others as suppressed.
  public void apply(Bulk bulk) {
    socket.executeAll(bulk.requests());
  }

  @Override
  public void close() {
    socket.close();
  }

  /// Lists one family, or IPv4 and then IPv6: "any" to the kernel is more than these, such as the
  /// routes of multicast and MPLS.
  private <T> List<T> list(
      Family family, Function<Family, Request> request, Function<Message, T> reader) {
    List<Family> families =
        family == Family.ANY ? List.of(Family.IPV4, Family.IPV6) : List.of(family);
    List<T> all = new ArrayList<>();
    for (Family one : families) {
      try {
        all.addAll(socket.dump(request.apply(one), reader));
      } catch (NetlinkException.Refused e) {
        if (!e.is(Errno.ENOENT)) { // a routing table nobody has written to does not exist
          throw e;
        }
      }
    }
    return all;
  }

  private <T> Optional<T> find(Request request, Function<Message, T> reader, Errno missing) {
    try {
      return socket.find(request, reader);
    } catch (NetlinkException.Refused e) {
      if (e.is(missing)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
