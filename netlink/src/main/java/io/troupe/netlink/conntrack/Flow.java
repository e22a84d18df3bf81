package io.troupe.netlink.conntrack;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;
import java.net.InetAddress;
import java.util.Optional;

/// One direction of a connection: from where to where, over an IP protocol with ports; the
/// `CTA_TUPLE_*` of `linux/netfilter/nfnetlink_conntrack.h`.
public record Flow(
    int protocol,
    InetAddress source,
    int sourcePort,
    InetAddress destination,
    int destinationPort) {
  private static final int IP = 1;
  private static final int PROTOCOL = 2;
  private static final int V4_SOURCE = 1;
  private static final int V4_DESTINATION = 2;
  private static final int V6_SOURCE = 3;
  private static final int V6_DESTINATION = 4;
  private static final int NUMBER = 1;
  private static final int SOURCE_PORT = 2;
  private static final int DESTINATION_PORT = 3;

  void writeTo(PayloadWriter out) {
    boolean ipv4 = isIpv4();
    out.nest(
            IP,
            ip ->
                ip.address(ipv4 ? V4_SOURCE : V6_SOURCE, source)
                    .address(ipv4 ? V4_DESTINATION : V6_DESTINATION, destination))
        .nest(
            PROTOCOL,
            in ->
                in.u8(NUMBER, protocol)
                    .be16(SOURCE_PORT, sourcePort)
                    .be16(DESTINATION_PORT, destinationPort));
  }

  /// Empty for a protocol without ports, such as ICMP.
  static Optional<Flow> read(Attributes tuple) {
    Attributes ip = tuple.nested(IP);
    Attributes protocol = tuple.nested(PROTOCOL);
    Optional<InetAddress> source = ip.address(V4_SOURCE).or(() -> ip.address(V6_SOURCE));
    Optional<InetAddress> destination =
        ip.address(V4_DESTINATION).or(() -> ip.address(V6_DESTINATION));
    if (source.isEmpty() || destination.isEmpty() || !protocol.has(DESTINATION_PORT)) {
      return Optional.empty();
    }
    return Optional.of(
        new Flow(
            protocol.integer(NUMBER, 0),
            source.get(),
            (int) protocol.networkNumber(SOURCE_PORT, 0),
            destination.get(),
            (int) protocol.networkNumber(DESTINATION_PORT, 0)));
  }

  boolean isIpv4() {
    return source.getAddress().length == 4;
  }

  @Override
  public String toString() {
    return "protocol "
        + protocol
        + " "
        + source.getHostAddress()
        + " port "
        + sourcePort
        + " to "
        + destination.getHostAddress()
        + " port "
        + destinationPort;
  }
}
