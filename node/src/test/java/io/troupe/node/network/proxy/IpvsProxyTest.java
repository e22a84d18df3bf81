package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.core.network.Balance;
import io.troupe.netlink.ipvs.Destination;
import io.troupe.netlink.ipvs.Ipvs;
import io.troupe.netlink.ipvs.ServiceAddress;
import io.troupe.netlink.ipvs.VirtualService;
import io.troupe.netlink.route.RouteFilter;
import io.troupe.netlink.route.Rtnetlink;
import io.troupe.node.network.ServiceProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /// Without nftables the driver does not masquerade: what is tested then is that it leaves to
  /// others what they do.
  @Override
  void requireMasquerading(ServiceProxy proxy) {
    if (!(proxy instanceof IpvsProxy ipvs && ipvs.masquerades())) {
      OldTables.masquerade(network().host());
    }
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
  void setsWhatCallersNeedToLeaveABackendThatIsGone() {
    List<String> names = List.of("conntrack", "expire_nodest_conn", "expire_quiescent_template");
    names.forEach(name -> network().run("sysctl -w net.ipv4.vs." + name + "=0"));

    proxy().replaceAll(List.of(web(ProxyNetwork.PODS)));

    assertThat(names)
        .allSatisfy(
            name -> assertThat(network().run("sysctl -n net.ipv4.vs." + name)).isEqualTo("1\n"));
  }

  @Test
  void fewestConnectionsAreWhatCounts() throws IOException {
    String free = ProxyNetwork.PODS.get(0);
    proxy().replaceAll(List.of(web(Balance.LC, ProxyNetwork.PODS.subList(0, 2))));
    Map<String, List<Call>> held = new TreeMap<>();
    try {
      hold(held, 8);
      assertThat(held.values()).as("each").hasSize(2).allMatch(calls -> calls.size() == 4);
      for (Call call : held.get(free)) {
        call.close();
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> active(free) == 0);
      held.get(free).clear();

      hold(held, 3);
      assertThat(held.get(free)).as("all go to whom has none").hasSize(3);
    } finally {
      for (List<Call> calls : held.values()) {
        for (Call call : calls) {
          call.close();
        }
      }
    }
  }

  /// Opens calls that stay, by who answers them.
  private void hold(Map<String, List<Call>> held, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Call call = Call.open(network().client(), VIP, 80);
      held.computeIfAbsent(call.ask().backend(), backend -> new ArrayList<>()).add(call);
    }
  }

  private int active(String backend) {
    try (Ipvs ipvs = Ipvs.open(network().host())) {
      return ipvs.destinationList(ServiceAddress.tcp(InetAddress.ofLiteral(VIP), 80)).stream()
          .filter(one -> one.destination().address().getHostAddress().equals(backend))
          .findFirst()
          .orElseThrow()
          .activeConnections();
    }
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
