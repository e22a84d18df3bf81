package io.troupe.netlink.nftables;

import io.troupe.netlink.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Builds a rule's expressions from what one says in `nft`: `ip daddr 10.96.0.1 tcp dport 80
/// accept` is `new
/// Match().destination(address).transport(TCP).destinationPort(80).then(Verdict.ACCEPT)`.
///
/// Each condition uses the first register only, so they may follow in any number.
public final class Match {
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int SCTP = 132;

  private static final int IPV4_SOURCE = 12;
  private static final int IPV4_DESTINATION = 16;
  private static final int IPV6_SOURCE = 8;
  private static final int IPV6_DESTINATION = 24;
  private static final int SOURCE_PORT = 0;
  private static final int DESTINATION_PORT = 2;
  private static final int NFPROTO_IPV4 = 2;
  private static final int NFPROTO_IPV6 = 10;

  private final List<Expression> expressions = new ArrayList<>();

  /// Matches every packet.
  public Match() {}

  public Match inLink(String name) {
    return equal(new LoadMeta(MetaKey.IN_NAME, Register.FIRST), Value.interfaceName(name));
  }

  public Match outLink(String name) {
    return equal(new LoadMeta(MetaKey.OUT_NAME, Register.FIRST), Value.interfaceName(name));
  }

  public Match notOutLink(String name) {
    return compare(
        new LoadMeta(MetaKey.OUT_NAME, Register.FIRST),
        Compare.Operator.NOT_EQUAL,
        Value.interfaceName(name));
  }

  /// IPv4 or IPv6; in a table of family inet the conditions on addresses need it before them.
  public Match network(TableFamily family) {
    return equal(
        new LoadMeta(MetaKey.NETWORK_PROTOCOL, Register.FIRST),
        Value.u8(family == TableFamily.IPV6 ? NFPROTO_IPV6 : NFPROTO_IPV4));
  }

  /// An IP protocol such as {@link #TCP}; the conditions on ports need it before them.
  public Match transport(int protocol) {
    return equal(new LoadMeta(MetaKey.TRANSPORT_PROTOCOL, Register.FIRST), Value.u8(protocol));
  }

  public Match source(InetAddress address) {
    return equal(
        loadSource(address.getAddress().length == 4, Register.FIRST), Value.address(address));
  }

  public Match destination(InetAddress address) {
    return equal(
        loadDestination(address.getAddress().length == 4, Register.FIRST), Value.address(address));
  }

  public Match source(IpPrefix prefix) {
    return prefix(loadSource(prefix.isIpv4(), Register.FIRST), prefix, Compare.Operator.EQUAL);
  }

  public Match destination(IpPrefix prefix) {
    return prefix(loadDestination(prefix.isIpv4(), Register.FIRST), prefix, Compare.Operator.EQUAL);
  }

  public Match notDestination(IpPrefix prefix) {
    return prefix(
        loadDestination(prefix.isIpv4(), Register.FIRST), prefix, Compare.Operator.NOT_EQUAL);
  }

  public Match notSource(IpPrefix prefix) {
    return prefix(loadSource(prefix.isIpv4(), Register.FIRST), prefix, Compare.Operator.NOT_EQUAL);
  }

  /// Where the connection's first packet was sent to, before any rewriting; an IPv4 prefix.
  public Match originalDestination(IpPrefix prefix) {
    return prefix(
        new LoadConntrack(LoadConntrack.Key.ORIGINAL_IPV4_DESTINATION, Register.FIRST),
        prefix,
        Compare.Operator.EQUAL);
  }

  public Match sourcePort(int port) {
    return equal(
        new LoadPayload(LoadPayload.Base.TRANSPORT, SOURCE_PORT, 2, Register.FIRST),
        Value.port(port));
  }

  public Match destinationPort(int port) {
    return equal(loadDestinationPort(Register.FIRST), Value.port(port));
  }

  /// Any of these bits of the connection's state, such as {@link LoadConntrack#ESTABLISHED}.
  public Match connectionState(int bits) {
    return anyBit(new LoadConntrack(LoadConntrack.Key.STATE, Register.FIRST), bits);
  }

  /// Any of these bits of the connection's status, such as {@link LoadConntrack#DESTINATION_NAT}.
  public Match connectionStatus(int bits) {
    return anyBit(new LoadConntrack(LoadConntrack.Key.STATUS, Register.FIRST), bits);
  }

  public Match mark(int value) {
    return equal(new LoadMeta(MetaKey.MARK, Register.FIRST), Value.u32(value));
  }

  /// A destination that is an address of this host.
  public Match toThisHost() {
    return equal(
        new Fib(Register.FIRST, Fib.Result.ADDRESS_TYPE, Fib.DESTINATION), Value.u32(Fib.LOCAL));
  }

  public Match counted() {
    return with(Counter.zero());
  }

  public Match with(Expression... more) {
    expressions.addAll(List.of(more));
    return this;
  }

  /// The expressions, ending in this verdict.
  public List<Expression> then(Verdict verdict) {
    return then(Immediate.of(verdict));
  }

  /// The expressions, ending in these.
  public List<Expression> then(Expression... last) {
    with(last);
    return List.copyOf(expressions);
  }

  public static LoadPayload loadSource(boolean ipv4, Register to) {
    return new LoadPayload(
        LoadPayload.Base.NETWORK, ipv4 ? IPV4_SOURCE : IPV6_SOURCE, ipv4 ? 4 : 16, to);
  }

  public static LoadPayload loadDestination(boolean ipv4, Register to) {
    return new LoadPayload(
        LoadPayload.Base.NETWORK, ipv4 ? IPV4_DESTINATION : IPV6_DESTINATION, ipv4 ? 4 : 16, to);
  }

  public static LoadPayload loadDestinationPort(Register to) {
    return new LoadPayload(LoadPayload.Base.TRANSPORT, DESTINATION_PORT, 2, to);
  }

  private Match equal(Expression load, Value value) {
    return compare(load, Compare.Operator.EQUAL, value);
  }

  private Match compare(Expression load, Compare.Operator operator, Value value) {
    return with(load, new Compare(Register.FIRST, operator, value));
  }

  private Match anyBit(Expression load, int bits) {
    Value zero = Value.u32(0);
    return with(
        load,
        Bitwise.and(Register.FIRST, Value.u32(bits)),
        new Compare(Register.FIRST, Compare.Operator.NOT_EQUAL, zero));
  }

  private Match prefix(Expression load, IpPrefix prefix, Compare.Operator operator) {
    Value mask = Value.address(mask(prefix));
    return with(
        load,
        Bitwise.and(Register.FIRST, mask),
        new Compare(Register.FIRST, operator, Value.address(prefix.network().address())));
  }

  private static InetAddress mask(IpPrefix prefix) {
    String ones = prefix.isIpv4() ? "255.255.255.255" : "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    return new IpPrefix(InetAddress.ofLiteral(ones), prefix.length()).network().address();
  }
}
