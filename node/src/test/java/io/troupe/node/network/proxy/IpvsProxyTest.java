package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.netlink.ipvs.Destination;
import io.troupe.netlink.ipvs.Ipvs;
import io.troupe.netlink.ipvs.ServiceAddress;
import io.troupe.netlink.ipvs.VirtualService;
import io.troupe.netlink.route.RouteFilter;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.ServiceProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IpvsProxyTest extends ServiceProxyContract {
  private static final String LINK = "troupe-ipvs";
  private static final ServiceAddress FOREIGN =
      ServiceAddress.tcp(InetAddress.ofLiteral("192.0.2.1"), 80);

  @Override
  ServiceProxy open(ProxyNetwork network) {
    assumeTrue(Ipvs.isAvailable(), "this kernel has no IPVS");
    assumeTrue(ServiceLink.isAvailable(), "this kernel has no dummy links");
    return IpvsProxy.open(network.host(), LINK, "troupe-proxy", ProxyNetwork.SCOPE);
  }

  @Override
  String rules(ProxyNetwork network) {
    return state(network, false);
  }

  @Override
  String trace(ProxyNetwork network) {
    return state(network, true);
  }

  @Override
  void requireMasquerading(ServiceProxy proxy) {
    assumeTrue(
        proxy instanceof IpvsProxy ipvs && ipvs.masquerades(),
        "this kernel has IPVS, but no nftables for IPv4 to masquerade with");
  }

  @Test
  void leavesTheServicesOfOthersAlone() {
    try (Ipvs ipvs = Ipvs.open(network().host())) {
      ipvs.serviceAdd(VirtualService.of(FOREIGN, "wlc"));
      ipvs.destinationAdd(
          FOREIGN, Destination.masquerade(InetAddress.ofLiteral("192.0.2.2"), 80, 7));

      proxy().replaceAll(List.of(web(ProxyNetwork.PODS)));
      proxy().update(List.of(), List.of(WEB));
      proxy().replaceAll(List.of());

      assertThat(ipvs.serviceList())
          .singleElement()
          .satisfies(
              status -> assertThat(status.service()).isEqualTo(VirtualService.of(FOREIGN, "wlc")));
      assertThat(ipvs.destinationList(FOREIGN)).hasSize(1);
    }
  }

  @Test
  void takesItsOwnForgottenServicesAway() {
    try (Ipvs ipvs = Ipvs.open(network().host())) {
      ipvs.serviceAdd(
          VirtualService.of(ServiceAddress.tcp(InetAddress.ofLiteral("10.96.9.9"), 80), "rr"));

      proxy().replaceAll(List.of(web(ProxyNetwork.PODS)));

      assertThat(ipvs.serviceList()).hasSize(2);
    }
  }

  @Test
  void theHostSendsFromItsGateway() throws IOException {
    proxy().replaceAll(List.of(web(ProxyNetwork.PODS)));

    assertThat(Call.once(network().host(), VIP, 80).caller()).isEqualTo(ProxyNetwork.GATEWAY);
  }

  @Test
  void goesAwayWithAllItHasMade() {
    proxy().replaceAll(List.of(web(ProxyNetwork.PODS)));

    IpvsProxy.remove(network().host(), LINK, ProxyNetwork.SCOPE);
    IpvsProxy.remove(network().host(), LINK, ProxyNetwork.SCOPE);

    assertThat(state(network(), false)).isEmpty();
  }

  private static String state(ProxyNetwork network, boolean counted) {
    List<String> lines = new ArrayList<>();
    try (Ipvs ipvs = Ipvs.open(network.host());
        Rtnetlink rtnetlink = Rtnetlink.open(network.host());
        ServiceLink link = new ServiceLink(rtnetlink, LINK, ProxyNetwork.SCOPE.gateway())) {
      if (link.exists()) {
        link.addresses().forEach(address -> lines.add("address " + address + " "));
        lines.add("link " + rtnetlink.linkFind(LINK).orElseThrow().index());
      }
      ipvs.serviceList().stream()
          .map(status -> status.service().address())
          .forEach(service -> {
            lines.add(ipvs.serviceFind(service).orElseThrow().service() + " ");
            ipvs.destinationList(service)
                .forEach(one ->
                    lines.add(
                        service
                            + " -> "
                            + one.destination()
                            + (counted ? " active " + one.activeConnections() : "")));
          });
      rtnetlink.routeList(RouteFilter.all().inTable(255)).stream()
          .filter(route -> route.destination().toString().startsWith("10.96."))
          .forEach(route -> lines.add("route " + route));
    }
    lines.sort(null);
    return String.join("\n", lines);
  }
}
