package io.troupe.node.network;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.core.network.ServicePort;
import io.troupe.core.template.Protocol;
import java.util.List;

/// A network whose gateway is an address of loopback, so that a name server can be there.
final class TestNetworks {
  static final NetworkPlan PLAN =
      new NetworkPlan(
          Cidr.parse("127.42.0.0/16"),
          Cidr.parse("10.43.0.0/16"),
          Cidr.parse("127.42.1.0/24"),
          Ipv4.parse("192.168.0.1"),
          List.of(new Peer("n2", Cidr.parse("127.42.2.0/24"), Ipv4.parse("192.168.0.2"))));

  private TestNetworks() {}

  static Endpoint endpoint(String service, String address) {
    return new Endpoint(
        new Ref(Kind.SERVICE, service),
        3,
        Ipv4.parse(address),
        List.of(new ServicePort(80, Protocol.TCP, 8080), new ServicePort(53, Protocol.UDP, 53)),
        Balance.LC,
        List.of(backend(service, 2, false), backend(service, 3, true)));
  }

  static Endpoint headless(String service) {
    return new Endpoint(
        new Ref(Kind.SERVICE, service),
        1,
        null,
        List.of(new ServicePort(5432, Protocol.TCP, 5432)),
        Balance.RR,
        List.of(backend(service, 4, false)));
  }

  private static Backend backend(String service, int number, boolean draining) {
    return new Backend(
        new Ref(Kind.POD, service + ":d_v1:" + number),
        Ipv4.parse("127.42.2." + number),
        "n2",
        draining);
  }
}
