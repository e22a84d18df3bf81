package io.troupe.node.network.overlay;

import io.troupe.core.network.Cidr;
import io.troupe.netlink.route.Family;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.RouteFilter;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.netlink.route.Scope;
import io.troupe.node.network.NetworkPlan;
import java.util.List;

/// The route by which the node itself calls services: to their range, by the bridge, from the
/// node's own address there. Nothing ever leaves by it, for the service proxy has put a pod's
/// address in the place of the service's before; but a host without a default route could not even
/// begin. All routes on the bridge that the kernel has not made are ours.
///
/// @param bridge index of the bridge
record ServiceRoute(Rtnetlink route, int bridge) {
  /// Makes the route that of the plan. One that is right is not touched.
  void ensure(NetworkPlan plan) {
    Route wanted = to(plan.services(), plan);
    List<Route> found =
        route.routeList(RouteFilter.main(Family.IPV4).on(bridge)).stream()
            .filter(one -> one.protocol() != Route.KERNEL)
            .toList();
    found.stream().filter(one -> !one.equals(wanted)).forEach(route::routeDelete);
    if (!found.contains(wanted)) {
      route.routeAdd(wanted);
    }
  }

  private Route to(Cidr services, NetworkPlan plan) {
    return Route.to(Addresses.prefix(services))
        .on(bridge)
        .from(Addresses.inet(plan.gateway()))
        .withProtocol(Route.STATIC)
        .withScope(Scope.LINK);
  }
}
