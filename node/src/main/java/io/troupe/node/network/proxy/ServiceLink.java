package io.troupe.node.network.proxy;

import io.troupe.core.network.Ipv4;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.netlink.route.Bulk;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.RouteFilter;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.NetworkFailure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The dummy link that carries the services' addresses, so that the kernel takes what is sent to
/// them for its own and IPVS sees it.
///
/// A caller on this host would send from the service's address itself, which every other node has
/// too. So each address gets a route before the kernel's own one that says to send from the node's
/// gateway, while that is an address of this host.
final class ServiceLink implements AutoCloseable {
  private static final int LOCAL_TABLE = 255;

  private final Rtnetlink rtnetlink;
  private final String name;
  private final Ipv4 gateway;
  private int index;

  /// Where callers on this host send from, as it was when all addresses were set.
  private Optional<Ipv4> source = Optional.empty();

  ServiceLink(Rtnetlink rtnetlink, String name, Ipv4 gateway) {
    this.rtnetlink = rtnetlink;
    this.name = name;
    this.gateway = gateway;
  }

  /// Whether this kernel has dummy links. It tries in a namespace of its own.
  static boolean isAvailable() {
    try (NetworkNamespace empty = NetworkNamespace.anonymous();
        Rtnetlink rtnetlink = Rtnetlink.open(empty)) {
      rtnetlink.linkAdd(LinkSpec.of("probe", new LinkKind.Dummy()));
      return true;
    } catch (NetlinkException.Refused e) {
      return false;
    }
  }

  /// Looks for the link without making it.
  boolean exists() {
    Optional<Link> link =
        rtnetlink.linkFind(name).filter(one -> one.kind() instanceof LinkKind.Dummy);
    link.ifPresent(one -> index = one.index());
    return link.isPresent();
  }

  /// Deletes the link, and its addresses with it.
  void delete() {
    rtnetlink.linkDelete(index);
  }

  /// Makes the link if it is missing, and sets it up.
  void ensure() {
    Link link =
        rtnetlink
            .linkFind(name)
            .orElseGet(() -> rtnetlink.linkAdd(LinkSpec.of(name, new LinkKind.Dummy()).withUp()));
    if (!(link.kind() instanceof LinkKind.Dummy)) {
      throw new NetworkFailure(
          "link "
              + name
              + " is of kind "
              + link.kind().driver()
              + ", not a dummy: rename it, or set troupe.node.proxy.link to another name");
    }
    if (!link.isUp()) {
      rtnetlink.linkSetUp(link.index());
    }
    index = link.index();
  }

  /// The addresses it has; [#ensure] or [#exists] comes first.
  Set<Ipv4> addresses() {
    return rtnetlink.addressList(index).stream()
        .filter(address -> address.prefix().isIpv4())
        .map(address -> ServiceKey.ipv4(address.prefix().address()))
        .collect(Collectors.toSet());
  }

  /// Gives it exactly these addresses, and each its route.
  ///
  /// @param present what [#addresses] says
  void setAddresses(Set<Ipv4> present, Set<Ipv4> wanted) {
    Bulk bulk = new Bulk();
    Set<Route> routes = routes();
    source = findSource();
    Set<Route> wantedRoutes =
        source.isEmpty()
            ? Set.of()
            : wanted.stream().map(one -> route(one, source.get())).collect(Collectors.toSet());
    without(routes, wantedRoutes).forEach(bulk::routeDelete);
    without(present, wanted).forEach(address -> bulk.addressDelete(on(address)));
    without(wanted, present).forEach(address -> bulk.addressReplace(on(address)));
    without(wantedRoutes, routes).forEach(bulk::routePrepend);
    rtnetlink.apply(bulk);
  }

  /// Adds and takes away some addresses with their routes, without looking at the others; comes
  /// after [#setAddresses].
  void changeAddresses(Set<Ipv4> added, Set<Ipv4> removed) {
    Bulk bulk = new Bulk();
    for (Ipv4 address : removed) {
      source.ifPresent(from -> bulk.routeDelete(route(address, from)));
      bulk.addressDelete(on(address));
    }
    for (Ipv4 address : added) {
      bulk.addressReplace(on(address));
      source.ifPresent(from -> bulk.routePrepend(route(address, from)));
    }
    rtnetlink.apply(bulk);
  }

  @Override
  public void close() {
    rtnetlink.close();
  }

  private Optional<Ipv4> findSource() {
    return rtnetlink.addressList().stream()
            .anyMatch(one -> one.prefix().address().equals(ServiceKey.inet(gateway)))
        ? Optional.of(gateway)
        : Optional.empty();
  }

  /// Those of the link's local routes that say to send from another address than their own.
  private Set<Route> routes() {
    return rtnetlink.routeList(RouteFilter.all().on(index).inTable(LOCAL_TABLE)).stream()
        .filter(route -> route.type() == Route.Type.LOCAL && route.destination().isIpv4())
        .filter(route -> !route.source().equals(Optional.of(route.destination().address())))
        .filter(route -> route.source().isPresent())
        .map(route ->
            route(
                ServiceKey.ipv4(route.destination().address()),
                ServiceKey.ipv4(route.source().get())))
        .collect(Collectors.toSet());
  }

  private Route route(Ipv4 address, Ipv4 source) {
    return Route.to(ServiceKey.prefix(address))
        .withType(Route.Type.LOCAL)
        .withTable(LOCAL_TABLE)
        .on(index)
        .from(ServiceKey.inet(source));
  }

  private InterfaceAddress on(Ipv4 address) {
    return InterfaceAddress.of(index, ServiceKey.prefix(address));
  }

  private static <T> Set<T> without(Set<T> all, Set<T> others) {
    Set<T> rest = new HashSet<>(all);
    rest.removeAll(others);
    return rest;
  }
}
