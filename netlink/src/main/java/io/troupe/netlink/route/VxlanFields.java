package io.troupe.netlink.route;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// The fields of a {@link Vxlan}, to change some of them.
final class VxlanFields {
  int vni;
  Optional<InetAddress> local;
  Optional<InetAddress> remote;
  OptionalInt device;
  int port;
  int ttl;
  int tos;
  boolean learning;
  Duration ageing;
  long limit;
  int lowestSourcePort;
  int highestSourcePort;
  boolean proxy;
  boolean routeShortCircuit;
  boolean l2Miss;
  boolean l3Miss;
  boolean udpChecksum;
  boolean udp6ZeroChecksumTransmit;
  boolean udp6ZeroChecksumReceive;
  boolean external;
  boolean groupPolicy;

  VxlanFields(Vxlan vxlan) {
    vni = vxlan.vni();
    local = vxlan.local();
    remote = vxlan.remote();
    device = vxlan.device();
    port = vxlan.port();
    ttl = vxlan.ttl();
    tos = vxlan.tos();
    learning = vxlan.learning();
    ageing = vxlan.ageing();
    limit = vxlan.limit();
    lowestSourcePort = vxlan.lowestSourcePort();
    highestSourcePort = vxlan.highestSourcePort();
    proxy = vxlan.proxy();
    routeShortCircuit = vxlan.routeShortCircuit();
    l2Miss = vxlan.l2Miss();
    l3Miss = vxlan.l3Miss();
    udpChecksum = vxlan.udpChecksum();
    udp6ZeroChecksumTransmit = vxlan.udp6ZeroChecksumTransmit();
    udp6ZeroChecksumReceive = vxlan.udp6ZeroChecksumReceive();
    external = vxlan.external();
    groupPolicy = vxlan.groupPolicy();
  }

  Vxlan toVxlan() {
    return new Vxlan(
        vni,
        local,
        remote,
        device,
        port,
        ttl,
        tos,
        learning,
        ageing,
        limit,
        lowestSourcePort,
        highestSourcePort,
        proxy,
        routeShortCircuit,
        l2Miss,
        l3Miss,
        udpChecksum,
        udp6ZeroChecksumTransmit,
        udp6ZeroChecksumReceive,
        external,
        groupPolicy);
  }
}
