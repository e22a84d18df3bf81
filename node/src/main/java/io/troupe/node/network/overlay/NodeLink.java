package io.troupe.node.network.overlay;

import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.route.InterfaceAddress;
import io.troupe.netlink.route.Link;
import io.troupe.netlink.route.LinkKind;
import io.troupe.netlink.route.LinkSpec;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.NetworkFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A link of the node's own as it is to be: of a kind, up, with one IPv4 address and a fixed MAC
/// address.
///
/// @param setting the key that names it, for who has to choose another name
/// @param kind what to make when there is none
record NodeLink(
    String setting, String name, LinkKind kind, int mtu, MacAddress mac, IpPrefix address) {
  /// Makes the link, or makes one that exists the same; gives its index.
  ///
  /// @param same whether a link that exists can stay; one of the same driver that cannot is made
  ///   anew
  /// @throws NetworkFailure when the name is taken by a link of another driver
  int ensure(Rtnetlink route, Predicate<LinkKind> same) {
    Optional<Link> found = route.linkFind(name);
    found.ifPresent(this::requireDriver);
    Link link =
        found
            .filter(one -> same.test(one.kind()))
            .orElseGet(() -> {
              found.ifPresent(old -> route.linkDelete(old.index()));
              return route.linkAdd(LinkSpec.of(name, kind).withMtu(mtu).withMac(mac).withUp());
            });
    adjust(route, link);
    address(route, link.index());
    return link.index();
  }

  private void requireDriver(Link link) {
    if (!link.kind().driver().equals(kind.driver())) {
      String driver = link.kind().driver();
      throw new NetworkFailure(
          "there is a link "
              + name
              + " that is "
              + (driver.isEmpty() ? "hardware" : "of kind " + driver)
              + ", not "
              + kind.driver()
              + "; remove it, or set "
              + setting
              + " to another name");
    }
  }

  private void adjust(Rtnetlink route, Link link) {
    if (!link.mac().equals(Optional.of(mac))) {
      route.linkSetAddress(link.index(), mac);
    }
    if (link.mtu() != mtu) {
      route.linkSetMtu(link.index(), mtu);
    }
    if (!link.isUp()) {
      route.linkSetUp(link.index());
    }
  }

  /// Adds the right address before it takes the others away.
  private void address(Rtnetlink route, int link) {
    List<InterfaceAddress> found =
        route.addressList(link).stream().filter(one -> one.prefix().isIpv4()).toList();
    if (found.stream().noneMatch(one -> one.prefix().equals(address))) {
      route.addressReplace(InterfaceAddress.of(link, address));
    }
    found.stream().filter(one -> !one.prefix().equals(address)).forEach(route::addressDelete);
  }
}
