package io.troupe.netlink;

import java.net.InetAddress;

/// An IP address with a prefix length: `10.1.2.3/24`, `fd00::1/64`.
///
/// The host bits are kept, for an interface address needs them; {@link #network} clears them.
public record IpPrefix(InetAddress address, int length) {
  public IpPrefix {
    int bits = address.getAddress().length * 8;
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException(
          "prefix length " + length + " of " + address.getHostAddress() + " is not in 0.." + bits);
    }
  }

  /// Reads `10.1.2.0/24`, or `10.1.2.3` for that one address.
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      return slash < 0
          ? host(address)
          : new IpPrefix(address, Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no IP prefix; write one such as 10.1.2.0/24", e);
    }
  }

  /// The prefix that holds one address.
  public static IpPrefix host(InetAddress address) {
    return new IpPrefix(address, address.getAddress().length * 8);
  }

  /// The same prefix with all host bits zero.
  public IpPrefix network() {
    byte[] bytes = address.getAddress();
    for (int bit = length; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return new IpPrefix(Payload.of(bytes).address(), length);
  }

  public boolean isIpv4() {
    return address.getAddress().length == 4;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }
}
