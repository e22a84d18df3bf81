package io.troupe.node.dns;

import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.xbill.DNS.Name;

/// The names of addresses (RFC 1035, 3.5): `1.0.96.10.in-addr.arpa`.
final class ReverseNames {
  private static final WireName ROOT = WireName.of(Name.fromConstantString("in-addr.arpa."));

  private ReverseNames() {}

  static WireName of(Ipv4 address) {
    return of(address, 4);
  }

  private static WireName of(Ipv4 address, int octets) {
    WireName name = ROOT;
    for (int i = 0; i < octets; i++) {
      int octet = (address.bits() >>> (24 - 8 * i)) & 255;
      name = Objects.requireNonNull(name.child(Integer.toString(octet)));
    }
    return name;
  }

  /// The names that exactly the addresses of a range lie below or are: of `10.96.0.0/12` those from
  /// `96.10.in-addr.arpa` to `111.10.in-addr.arpa`.
  static List<WireName> of(Cidr range) {
    int octets = Math.max(1, (range.length() + 7) / 8);
    int blocks = 1 << (8 * octets - range.length());
    int step = 32 - 8 * octets;
    return IntStream.range(0, blocks)
        .mapToObj(block -> of(range.base().plus(block << step), octets))
        .toList();
  }
}
