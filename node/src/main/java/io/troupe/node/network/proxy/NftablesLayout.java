package io.troupe.node.network.proxy;

import io.troupe.netlink.nftables.Batch;
import io.troupe.netlink.nftables.Chain;
import io.troupe.netlink.nftables.DataType;
import io.troupe.netlink.nftables.Expression;
import io.troupe.netlink.nftables.Hash;
import io.troupe.netlink.nftables.LoadConntrack;
import io.troupe.netlink.nftables.LoadMeta;
import io.troupe.netlink.nftables.Lookup;
import io.troupe.netlink.nftables.Match;
import io.troupe.netlink.nftables.MetaKey;
import io.troupe.netlink.nftables.Nat;
import io.troupe.netlink.nftables.NftRule;
import io.troupe.netlink.nftables.NftSet;
import io.troupe.netlink.nftables.Numgen;
import io.troupe.netlink.nftables.Register;
import io.troupe.netlink.nftables.Reject;
import io.troupe.netlink.nftables.SetField;
import io.troupe.netlink.nftables.SetType;
import io.troupe.netlink.nftables.Table;
import io.troupe.netlink.nftables.TableFamily;
import io.troupe.netlink.nftables.Value;
import io.troupe.netlink.nftables.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// What [NftablesProxy]'s table is made of: maps, the chains netfilter calls, which stay as they
/// are, and a chain for each service port.
///
/// A packet's registers hold, in slots of four bytes, the keys of the maps:
///
/// ```
///  slot   0            1          2       3
///         +------------+----------+-------+--------------+
///         | daddr      | l4proto  | dport | number drawn |   services, spare: the first three
///         +------------+----------+-------+--------------+   backends-..: all four
/// ```
///
/// `services` leads to the port's chain, which draws a number and looks it up. Should another
/// change have taken just that number away, the chain returns, and the rule after the jump takes
/// the backend that `spare` has for the port: no connection is lost to a change.
///
/// The backends lie in many maps, because the kernel holds each element of a map against each rule
/// that looks it up: that work grows with the square of the services, and 64 maps divide it by 64.
final class NftablesLayout {
  private static final Register ADDRESS = Register.FIRST;
  private static final Register PROTOCOL = ADDRESS.after(4);
  private static final Register PORT = PROTOCOL.after(1);
  private static final Register NUMBER = PORT.after(2);
  private static final Register CALLER = NUMBER.after(4);
  private static final int SEED = 0x74726f75;
  private static final int MAPS = 64;
  private static final int LONGEST_COMMENT = 128;

  /// After the destination was rewritten, before routing.
  private static final int AFTER_DSTNAT = Chain.Hook.DSTNAT + 10;

  private final Table table;
  private final ProxyScope scope;
  private final NftSet services;
  private final NftSet spare;
  private final List<NftSet> backends;
  private final Chain refuse;

  NftablesLayout(String name, ProxyScope scope) {
    this.table = Table.ipv4(name);
    this.scope = scope;
    this.services =
        NftSet.map(
            table,
            "services",
            SetType.of(DataType.IPV4_ADDRESS, DataType.PROTOCOL, DataType.SERVICE),
            SetType.VERDICT);
    this.spare =
        NftSet.map(
            table,
            "spare",
            SetType.of(DataType.IPV4_ADDRESS, DataType.PROTOCOL, DataType.SERVICE),
            SetType.of(DataType.IPV4_ADDRESS, DataType.SERVICE));
    SetType numbered =
        SetType.of(
            SetField.IPV4_DESTINATION,
            SetField.TRANSPORT_PROTOCOL,
            SetField.DESTINATION_PORT,
            SetField.NUMBER);
    SetType target = SetType.of(SetField.IPV4_DESTINATION, SetField.DESTINATION_PORT);
    this.backends =
        IntStream.range(0, MAPS)
            .mapToObj(i -> NftSet.map(table, "backends-%02x".formatted(i), numbered, target))
            .toList();
    this.refuse = Chain.plain(table, "refuse");
  }

  Table table() {
    return table;
  }

  /// From [#key] to the chain of a service port.
  NftSet services() {
    return services;
  }

  /// From [#key] to the [#target] that stands in.
  NftSet spare() {
    return spare;
  }

  /// From [#backendKey] to [#target].
  List<NftSet> backends() {
    return backends;
  }

  /// The map that has the backends of a service port.
  NftSet backends(ServiceKey key) {
    int mixed = (key.address().bits() * 31 + key.port()) * 31 + key.number();
    mixed *= 0x9e3779b9;
    return backends.get((mixed >>> 16) % MAPS);
  }

  Set<NftSet> sets() {
    Set<NftSet> all = new HashSet<>(backends);
    all.add(services);
    all.add(spare);
    return all;
  }

  /// The chains that stay, each with its rules.
  Map<Chain, List<NftRule>> fixed() {
    Chain prerouting = Chain.base(table, "prerouting", Chain.Hook.nat(Chain.Point.PREROUTING));
    Chain output = Chain.base(table, "output", Chain.Hook.nat(Chain.Point.OUTPUT));
    Chain arriving = filter("refuse-arriving", Chain.Point.PREROUTING);
    Chain leaving = filter("refuse-leaving", Chain.Point.OUTPUT);
    Chain postrouting = MasqueradeRules.chain(table);
    return Map.of(
        prerouting, dispatch(prerouting),
        output, dispatch(output),
        refuse, refusal(),
        arriving, List.of(toRefuse(arriving)),
        leaving, List.of(toRefuse(leaving)),
        postrouting, MasqueradeRules.rules(postrouting, scope));
  }

  /// Adds everything but the services to a batch.
  void writeTo(Batch batch) {
    batch.tableAdd(table);
    sets().forEach(batch::setAdd);
    Map<Chain, List<NftRule>> chains = fixed();
    chains.keySet().forEach(batch::chainAdd);
    chains.values().forEach(rules -> rules.forEach(batch::ruleAdd));
  }

  /// A service port's chain: `tcp-10.96.0.1-80`.
  Chain chain(ServiceKey key) {
    return Chain.plain(table, key.protocol().label() + "-" + key.address() + "-" + key.port());
  }

  /// The one rule of a service port's chain.
  NftRule rule(Balancing balancing, int slots) {
    List<Expression> draw =
        switch (balancing.balance()) {
          case RR -> List.of(Numgen.inTurn(NUMBER, slots));
          case LC -> List.of(Numgen.random(NUMBER, slots));
          case SH ->
              List.of(Match.loadSource(true, CALLER), new Hash(CALLER, 4, NUMBER, slots, SEED, 0));
        };
    ServiceKey key = balancing.key();
    return NftRule.of(chain(key), redirect(key.number(), draw, backends(key)))
        .withComment(comment(balancing.service().link()));
  }

  static Value key(ServiceKey key) {
    return Value.concat(
        Value.of(key.address().bytes()), Value.u8(key.number()), Value.port(key.port()));
  }

  static Value backendKey(ServiceKey key, int slot) {
    return Value.concat(key(key), Value.u32(slot));
  }

  static Value target(Target target) {
    return Value.concat(Value.of(target.address().bytes()), Value.port(target.port()));
  }

  private Chain filter(String name, Chain.Point point) {
    return Chain.base(table, name, new Chain.Hook("filter", point, AFTER_DSTNAT, true));
  }

  private List<NftRule> dispatch(Chain chain) {
    List<NftRule> rules = new ArrayList<>();
    rules.add(NftRule.of(chain, loadKey(Lookup.verdict(ADDRESS, services))));
    for (int protocol : List.of(Match.TCP, Match.UDP, Match.SCTP)) {
      rules.add(NftRule.of(chain, redirect(protocol, List.of(), spare)));
    }
    return rules;
  }

  /// Sends a packet where the map says, to whose key `draw` adds a number.
  private static List<Expression> redirect(int protocol, List<Expression> draw, NftSet map) {
    List<Expression> all = new ArrayList<>();
    all.addAll(new Match().transport(protocol).then());
    all.addAll(loadKey());
    all.addAll(draw);
    all.add(Lookup.map(ADDRESS, map, ADDRESS));
    all.add(Nat.destination(TableFamily.IPV4, ADDRESS, ADDRESS.after(4)));
    return all;
  }

  private static List<Expression> loadKey(Expression... then) {
    List<Expression> all = new ArrayList<>();
    all.add(Match.loadDestination(true, ADDRESS));
    all.add(new LoadMeta(MetaKey.TRANSPORT_PROTOCOL, PROTOCOL));
    all.add(Match.loadDestinationPort(PORT));
    all.addAll(Arrays.asList(then));
    return all;
  }

  private NftRule toRefuse(Chain chain) {
    return NftRule.of(
        chain,
        new Match()
            .destination(ProxyScope.prefix(scope.services()))
            .then(Verdict.jump(refuse.name())));
  }

  /// Packets that connection tracking takes for no part of their connection were not rewritten; to
  /// refuse them would end the connection.
  private List<NftRule> refusal() {
    return List.of(
        NftRule.of(refuse, new Match().connectionState(LoadConntrack.INVALID).then(Verdict.DROP)),
        NftRule.of(refuse, new Match().transport(Match.TCP).then(Reject.tcpReset())),
        NftRule.of(refuse, Reject.icmpPortUnreachable()));
  }

  private static String comment(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_COMMENT
        ? text
        : new String(bytes, 0, LONGEST_COMMENT, StandardCharsets.US_ASCII).replace('\ufffd', '?');
  }
}
