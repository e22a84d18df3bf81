package io.troupe.netlink.ipvs;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Message;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.generic.GenericFamily;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// What is inside IPVS messages: attributes of `linux/ip_vs.h`.
///
/// Addresses take the sixteen bytes of `union nf_inet_addr`, of which IPv4 uses the first four.
/// Ports are in the network's order, numbers in the host's. The flags of a service are a pair:
///
/// ```
///  0                 4                 8
///  +-----------------+-----------------+
///  |      flags      | mask: bits that |   struct ip_vs_flags
///  |                 | the kernel sets |
///  +-----------------+-----------------+
/// ```
final class IpvsCodec {
  private static final int SERVICE = 1;
  private static final int DESTINATION = 2;
  private static final int TIMEOUT_TCP = 4;
  private static final int TIMEOUT_TCP_FIN = 5;
  private static final int TIMEOUT_UDP = 6;

  private static final int SVC_AF = 1;
  private static final int SVC_PROTOCOL = 2;
  private static final int SVC_ADDR = 3;
  private static final int SVC_PORT = 4;
  private static final int SVC_FWMARK = 5;
  private static final int SVC_SCHED_NAME = 6;
  private static final int SVC_FLAGS = 7;
  private static final int SVC_TIMEOUT = 8;
  private static final int SVC_NETMASK = 9;
  private static final int SVC_STATS = 10;
  private static final int SVC_STATS64 = 12;

  private static final int DEST_ADDR = 1;
  private static final int DEST_PORT = 2;
  private static final int DEST_FWD_METHOD = 3;
  private static final int DEST_WEIGHT = 4;
  private static final int DEST_U_THRESH = 5;
  private static final int DEST_L_THRESH = 6;
  private static final int DEST_ACTIVE_CONNS = 7;
  private static final int DEST_INACT_CONNS = 8;
  private static final int DEST_PERSIST_CONNS = 9;
  private static final int DEST_STATS = 10;
  private static final int DEST_ADDR_FAMILY = 11;
  private static final int DEST_STATS64 = 12;

  private static final int INFO_VERSION = 1;
  private static final int INFO_CONN_TAB_SIZE = 2;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int ADDRESS_SIZE = 16;
  private static final int PERSISTENT = 0x01;
  private static final int FORWARDING_MASK = 0x07;

  private IpvsCodec() {}

  static void writeKey(PayloadWriter out, ServiceAddress address) {
    out.nest(SERVICE, service -> key(service, address));
  }

  static void writeService(PayloadWriter out, VirtualService service) {
    out.nest(
        SERVICE,
        inside -> {
          key(inside, service.address());
          inside
              .string(SVC_SCHED_NAME, service.scheduler())
              .attribute(SVC_FLAGS, flags -> flags.u32(flags(service)).u32(-1))
              .u32(SVC_TIMEOUT, (int) service.persistence().toSeconds())
              .attribute(SVC_NETMASK, netmask -> netmask(netmask, service));
        });
  }

  static void writeDestinationKey(PayloadWriter out, Destination destination) {
    out.nest(DESTINATION, inside -> key(inside, destination));
  }

  static void writeDestination(PayloadWriter out, Destination destination) {
    out.nest(
        DESTINATION,
        inside -> {
          key(inside, destination);
          inside
              .u32(DEST_FWD_METHOD, destination.forwarding().number())
              .u32(DEST_WEIGHT, destination.weight())
              .u32(DEST_U_THRESH, destination.upperThreshold())
              .u32(DEST_L_THRESH, destination.lowerThreshold());
        });
  }

  static void writeTimeouts(PayloadWriter out, IpvsTimeouts timeouts) {
    out.u32(TIMEOUT_TCP, (int) timeouts.tcp().toSeconds())
        .u32(TIMEOUT_TCP_FIN, (int) timeouts.tcpFin().toSeconds())
        .u32(TIMEOUT_UDP, (int) timeouts.udp().toSeconds());
  }

  static ServiceStatus readService(Message message) {
    Attributes service = inside(message, SERVICE);
    int family = service.integer(SVC_AF, AF_INET);
    ServiceAddress address =
        service.has(SVC_FWMARK)
            ? new ServiceAddress.Mark(service.integer(SVC_FWMARK, 0), family == AF_INET6)
            : new ServiceAddress.Endpoint(
                TransportProtocol.of(service.integer(SVC_PROTOCOL, 0)),
                address(service, SVC_ADDR, family),
                (int) service.networkNumber(SVC_PORT, 0));
    int flags = service.map(SVC_FLAGS, pair -> pair.s32(0)).orElse(0);
    boolean persistent = (flags & PERSISTENT) != 0;
    return new ServiceStatus(
        new VirtualService(
            address,
            service.string(SVC_SCHED_NAME),
            Duration.ofSeconds(persistent ? service.number(SVC_TIMEOUT, 0) : 0),
            granularity(service, address),
            flags(flags)),
        statistics(service, SVC_STATS64, SVC_STATS));
  }

  /// Reads a destination of a service; its own family is only told where it may differ.
  static DestinationStatus readDestination(Message message, ServiceAddress service) {
    Attributes destination = inside(message, DESTINATION);
    int family = destination.integer(DEST_ADDR_FAMILY, service.isIpv6() ? AF_INET6 : AF_INET);
    return new DestinationStatus(
        new Destination(
            address(destination, DEST_ADDR, family),
            (int) destination.networkNumber(DEST_PORT, 0),
            Destination.Forwarding.of(destination.integer(DEST_FWD_METHOD, 0) & FORWARDING_MASK),
            destination.integer(DEST_WEIGHT, 0),
            destination.integer(DEST_U_THRESH, 0),
            destination.integer(DEST_L_THRESH, 0)),
        destination.integer(DEST_ACTIVE_CONNS, 0),
        destination.integer(DEST_INACT_CONNS, 0),
        destination.integer(DEST_PERSIST_CONNS, 0),
        statistics(destination, DEST_STATS64, DEST_STATS));
  }

  static IpvsTimeouts readTimeouts(Message message) {
    Attributes attributes = message.payload().attributes(GenericFamily.HEADER);
    return new IpvsTimeouts(
        Duration.ofSeconds(attributes.number(TIMEOUT_TCP, 0)),
        Duration.ofSeconds(attributes.number(TIMEOUT_TCP_FIN, 0)),
        Duration.ofSeconds(attributes.number(TIMEOUT_UDP, 0)));
  }

  /// The version is three numbers in the low three bytes.
  static IpvsInfo readInfo(Message message) {
    Attributes attributes = message.payload().attributes(GenericFamily.HEADER);
    int version = attributes.integer(INFO_VERSION, 0);
    return new IpvsInfo(
        (version >> 16 & 0xff) + "." + (version >> 8 & 0xff) + "." + (version & 0xff),
        attributes.integer(INFO_CONN_TAB_SIZE, 0));
  }

  private static void key(PayloadWriter out, ServiceAddress address) {
    out.u16(SVC_AF, address.isIpv6() ? AF_INET6 : AF_INET);
    switch (address) {
      case ServiceAddress.Endpoint endpoint ->
          out.u16(SVC_PROTOCOL, endpoint.protocol().number())
              .bytes(SVC_ADDR, padded(endpoint.address()))
              .be16(SVC_PORT, endpoint.port());
      case ServiceAddress.Mark mark -> out.u32(SVC_FWMARK, mark.mark());
    }
  }

  private static void key(PayloadWriter out, Destination destination) {
    boolean ipv6 = destination.address().getAddress().length == ADDRESS_SIZE;
    out.bytes(DEST_ADDR, padded(destination.address()))
        .be16(DEST_PORT, destination.port())
        .u16(DEST_ADDR_FAMILY, ipv6 ? AF_INET6 : AF_INET);
  }

  private static int flags(VirtualService service) {
    int flags = service.persistence().isZero() ? 0 : PERSISTENT;
    for (VirtualService.Flag flag : service.flags()) {
      flags |= flag.bit();
    }
    return flags;
  }

  private static Set<VirtualService.Flag> flags(int bits) {
    EnumSet<VirtualService.Flag> flags = EnumSet.noneOf(VirtualService.Flag.class);
    for (VirtualService.Flag flag : VirtualService.Flag.values()) {
      if ((bits & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }

  /// IPv4 has a mask in the network's order, IPv6 the length of the prefix in the host's.
  private static void netmask(PayloadWriter out, VirtualService service) {
    if (service.address().isIpv6()) {
      out.u32(service.granularity());
    } else {
      out.be32(-1 << (32 - service.granularity()));
    }
  }

  private static int granularity(Attributes service, ServiceAddress address) {
    if (address.isIpv6()) {
      return service.integer(SVC_NETMASK, 128);
    }
    return Integer.bitCount((int) service.networkNumber(SVC_NETMASK, 0xffff_ffffL));
  }

  private static IpvsStatistics statistics(Attributes attributes, int wide, int narrow) {
    return IpvsStatistics.read(attributes.nested(attributes.has(wide) ? wide : narrow));
  }

  private static Attributes inside(Message message, int type) {
    return message.payload().attributes(GenericFamily.HEADER).nested(type);
  }

  private static InetAddress address(Attributes attributes, int type, int family) {
    Payload bytes =
        attributes
            .find(type)
            .orElseThrow(
                () -> new NetlinkException.Malformed("read an IPVS entry", "it has no address"));
    return bytes.slice(0, family == AF_INET6 ? ADDRESS_SIZE : 4).address();
  }

  private static byte[] padded(InetAddress address) {
    return Arrays.copyOf(address.getAddress(), ADDRESS_SIZE);
  }
}
