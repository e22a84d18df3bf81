package io.troupe.node.network.overlay;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.MacAddress;
import io.troupe.netlink.Payload;
import java.net.InetAddress;

/// The platform's addresses as the kernel takes them.
final class Addresses {
  /// The first two bytes of MAC addresses that are made from an IP address; the first byte says
  /// "administered locally".
  private static final long MAC_PREFIX = 0x0a58L << 32;

  private static final int HOST = 32;

  private Addresses() {}

  static InetAddress inet(Ipv4 address) {
    return Payload.of(address.bytes()).address();
  }

  static IpPrefix prefix(Cidr range) {
    return new IpPrefix(inet(range.base()), range.length());
  }

  /// One address of a range with the range's length, as a link has it.
  static IpPrefix within(Cidr range, Ipv4 address) {
    return new IpPrefix(inet(address), range.length());
  }

  static IpPrefix host(Ipv4 address) {
    return new IpPrefix(inet(address), HOST);
  }

  /// The MAC address that follows from an IP address, so that nodes need not tell each other.
  static MacAddress mac(Ipv4 address) {
    return new MacAddress(MAC_PREFIX | Integer.toUnsignedLong(address.bits()));
  }
}
