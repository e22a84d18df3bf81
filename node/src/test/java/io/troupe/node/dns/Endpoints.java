package io.troupe.node.dns;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.ServicePort;
import io.troupe.core.template.Protocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.xbill.DNS.Name;

/// Endpoints and settings that tests begin with.
final class Endpoints {
  static final List<Cidr> RANGES = List.of(Cidr.parse("10.42.0.0/16"), Cidr.parse("10.96.0.0/16"));
  static final ServicePort HTTP = new ServicePort(80, Protocol.TCP, 8080);
  static final ServicePort QUERIES = new ServicePort(5353, Protocol.UDP, 53);

  private Endpoints() {}

  static Ref service(String link) {
    return new Ref(Kind.SERVICE, link);
  }

  static Endpoint at(String link, String address, Backend... backends) {
    return new Endpoint(
        service(link),
        1,
        Ipv4.parse(address),
        List.of(HTTP, QUERIES),
        Balance.RR,
        List.of(backends));
  }

  static Endpoint headless(String link, Backend... backends) {
    return new Endpoint(service(link), 1, null, List.of(HTTP), Balance.RR, List.of(backends));
  }

  static Backend pod(String link, String address) {
    return new Backend(new Ref(Kind.POD, link), Ipv4.parse(address), "node-1", false);
  }

  static Backend draining(String link, String address) {
    return new Backend(new Ref(Kind.POD, link), Ipv4.parse(address), "node-1", true);
  }

  /// Pods `p0`, `p1`, … of `demo:db` with the addresses from 10.42.1.0 on.
  static Backend[] pods(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> pod("demo:db:d_v1:p" + i, Ipv4.parse("10.42.1.0").plus(i).toString()))
        .toArray(Backend[]::new);
  }

  static DnsSettings settings(InetSocketAddress... upstream) {
    return settings(Duration.ofSeconds(30), upstream);
  }

  static DnsSettings settings(Duration upstreamTimeout, InetSocketAddress... upstream) {
    return new DnsSettings(
        Name.fromConstantString("lb.local."),
        0,
        Duration.ofSeconds(5),
        List.of(upstream),
        upstreamTimeout,
        100);
  }

  static Zone zone(Endpoint... endpoints) {
    Zone zone = new Zone(settings(), RANGES, List.of(Ipv4.parse("10.42.1.1")));
    zone.replaceAll(List.of(endpoints));
    return zone;
  }
}
