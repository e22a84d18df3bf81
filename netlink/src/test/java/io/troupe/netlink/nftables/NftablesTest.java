package io.troupe.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.abort;

import io.troupe.netlink.Errno;
import io.troupe.netlink.IpPrefix;
import io.troupe.netlink.Kernel;
import io.troupe.netlink.NetlinkException;
import io.troupe.netlink.Protocol;
import io.troupe.netlink.TestNetwork;
import io.troupe.netlink.route.Route;
import io.troupe.netlink.route.Rtnetlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NftablesTest {
  private static final Table TABLE = Table.ipv4("troupe");
  private static final NftSet SERVICES =
      NftSet.map(
          TABLE,
          "services",
          SetType.of(DataType.IPV4_ADDRESS, DataType.PROTOCOL, DataType.SERVICE),
          SetType.VERDICT);
  private static final SetType BACKEND = SetType.of(DataType.IPV4_ADDRESS, DataType.SERVICE);
  private static final Chain PREROUTING =
      Chain.base(TABLE, "prerouting", Chain.Hook.nat(Chain.Point.PREROUTING));
  private static final Chain OUTPUT =
      Chain.base(TABLE, "output", Chain.Hook.nat(Chain.Point.OUTPUT));
  private static final Chain WEB = Chain.plain(TABLE, "svc-web");

  @ParameterizedTest
  @EnumSource
  void makesALoadBalancerInOneBatch(Kernel kernel) {
    try (TestNetwork network = network(kernel, "nft-balancer")) {
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      NftSet backends = NftSet.anonymousMap(TABLE, 1, SetType.of(DataType.INTEGER), BACKEND);
      NftRule dispatch = NftRule.of(PREROUTING, dispatch());
      NftRule balance =
          NftRule.of(WEB, balance(backends, Numgen.random(Register.FIRST, 2)))
              .withComment("ns:web 80/tcp");

      nftables.apply(
          new Batch()
              .tableAdd(TABLE)
              .setAdd(SERVICES)
              .chainAdd(PREROUTING)
              .chainAdd(WEB)
              .setAdd(backends)
              .elementAdd(
                  backends,
                  List.of(
                      Element.mapping(Value.u32(0), backend("10.7.1.2", 8080)),
                      Element.mapping(Value.u32(1), backend("10.7.2.2", 8080))))
              .ruleAdd(balance)
              .elementAdd(SERVICES, List.of(service("10.96.0.1", 80, WEB)))
              .ruleAdd(dispatch));

      assertThat(nftables.tableList()).contains(TABLE);
      assertThat(nftables.chainList(TABLE)).containsExactlyInAnyOrder(PREROUTING, WEB);
      assertThat(nftables.ruleList(PREROUTING))
          .singleElement()
          .satisfies(rule -> assertThat(rule.withHandle(0)).isEqualTo(dispatch));
      assertThat(nftables.ruleList(WEB))
          .singleElement()
          .satisfies(rule -> {
            assertThat(rule.comment()).isEqualTo("ns:web 80/tcp");
            assertThat(rule.expressions()).hasSameSizeAs(balance.expressions());
            assertThat(rule.expressions().getLast()).isEqualTo(balance.expressions().getLast());
          });
      assertThat(nftables.setList(TABLE))
          .contains(SERVICES)
          .anySatisfy(set -> {
            assertThat(set.anonymous()).isTrue();
            assertThat(set.data()).contains(BACKEND);
            assertThat(nftables.elementList(set))
                .contains(Element.mapping(Value.u32(1), backend("10.7.2.2", 8080)));
          });
      assertThat(nftables.elementList(SERVICES)).containsExactly(service("10.96.0.1", 80, WEB));
      network
          .prints("nft list ruleset")
          .ifPresent(nft ->
              nft.contains("map services { type ipv4_addr . inet_proto . inet_service : verdict")
                  .contains("elements = { 10.96.0.1 . tcp . 80 : goto svc-web }")
                  .contains("type nat hook prerouting priority dstnat; policy accept;")
                  .contains("ip daddr . ip protocol . th dport vmap @services")
                  .contains(
                      "meta l4proto tcp dnat ip to numgen random mod 2 map { 0 : 10.7.1.2 . 8080")
                  .contains("1 : 10.7.2.2 . 8080 } comment \"ns:web 80/tcp\""));
    }
  }

  @ParameterizedTest
  @EnumSource
  void masqueradesMarksCountsAndRejects(Kernel kernel) {
    try (TestNetwork network = network(kernel, "nft-masquerade")) {
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      Table table = Table.inet("troupe");
      Chain post = Chain.base(table, "post", Chain.Hook.nat(Chain.Point.POSTROUTING));
      Chain forward =
          Chain.base(table, "forward", new Chain.Hook("filter", Chain.Point.FORWARD, 0, false));
      List<NftRule> rules =
          List.of(
              NftRule.of(
                  post,
                  new Match()
                      .network(TableFamily.IPV4)
                      .source(IpPrefix.parse("10.7.0.0/16"))
                      .notDestination(IpPrefix.parse("10.7.0.0/16"))
                      .then(new Masquerade(Masquerade.FULLY_RANDOM))),
              NftRule.of(
                  post,
                  new Match()
                      .connectionStatus(LoadConntrack.DESTINATION_NAT)
                      .notOutLink("br0")
                      .then(new Masquerade(0))),
              NftRule.of(
                  forward,
                  new Match()
                      .connectionState(LoadConntrack.ESTABLISHED | LoadConntrack.RELATED)
                      .counted()
                      .then(Verdict.ACCEPT)),
              NftRule.of(
                  forward,
                  new Match()
                      .inLink("eth0")
                      .network(TableFamily.IPV6)
                      .destination(InetAddress.ofLiteral("fd00:96::1"))
                      .transport(Match.TCP)
                      .destinationPort(443)
                      .then(Reject.tcpReset())),
              NftRule.of(
                  forward,
                  new Match()
                      .mark(0x10)
                      .toThisHost()
                      .with(new Immediate(Register.FIRST, Value.u32(0x20)))
                      .with(new StoreMeta(MetaKey.MARK, Register.FIRST))
                      .then(Reject.portUnreachable())));

      Batch batch = new Batch().tableAdd(table).chainAdd(post).chainAdd(forward);
      rules.forEach(batch::ruleAdd);
      nftables.apply(batch);

      assertThat(nftables.ruleList(table))
          .extracting(rule -> rule.withHandle(0))
          .containsExactlyInAnyOrderElementsOf(rules);
      assertThat(nftables.chainList(table)).containsExactlyInAnyOrder(post, forward);
      network
          .prints("nft list ruleset")
          .ifPresent(nft ->
              nft.contains("type filter hook forward priority filter; policy drop;")
                  .contains("ip saddr 10.7.0.0/16 ip daddr != 10.7.0.0/16 masquerade fully-random")
                  .contains("ct status dnat oifname != \"br0\" masquerade")
                  .contains("ct state established,related counter packets 0 bytes 0 accept")
                  .contains("iifname \"eth0\" ip6 daddr fd00:96::1 tcp dport 443")
                  .contains("reject with tcp reset")
                  .contains("fib daddr type local meta mark set 0x00000020 reject"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowsWhereAConnectionWasSentBeforeItWasRewritten(Kernel kernel) {
    try (TestNetwork network = network(kernel, "nft-original")) {
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      Chain post = Chain.base(TABLE, "post", Chain.Hook.nat(Chain.Point.POSTROUTING));
      Chain refused = Chain.base(TABLE, "refused", Chain.Hook.filter(Chain.Point.FORWARD));
      NftRule masquerade =
          NftRule.of(
              post,
              new Match()
                  .originalDestination(IpPrefix.parse("10.96.0.0/16"))
                  .notSource(IpPrefix.parse("10.7.0.0/16"))
                  .then(new Masquerade(Masquerade.FULLY_RANDOM)));
      NftRule source =
          NftRule.of(
              refused,
              new Match()
                  .with(new LoadConntrack(LoadConntrack.Key.ORIGINAL_IPV4_SOURCE, Register.FIRST))
                  .with(
                      new Compare(
                          Register.FIRST, Compare.Operator.EQUAL, Value.address(ip("192.0.2.7"))))
                  .then(Reject.icmpPortUnreachable()));

      nftables.apply(
          new Batch()
              .tableAdd(TABLE)
              .chainAdd(post)
              .chainAdd(refused)
              .ruleAdd(masquerade)
              .ruleAdd(source));

      assertThat(nftables.ruleList(TABLE))
          .extracting(rule -> rule.withHandle(0))
          .containsExactlyInAnyOrder(masquerade, source);
      network
          .prints("nft list ruleset")
          .ifPresent(nft ->
              nft.contains("ct original ip daddr 10.96.0.0/16 ip saddr != 10.7.0.0/16 masquerade")
                  .contains("ct original ip saddr 192.0.2.7 reject"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesSetsAndRulesAndTakesThemAway(Kernel kernel) {
    try (TestNetwork network = network(kernel, "nft-change")) {
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      NftSet nodes = NftSet.of(TABLE, "nodes", DataType.IPV4_ADDRESS).withIntervals();
      NftRule accept = NftRule.of(WEB, Immediate.of(Verdict.ACCEPT));
      List<Element> range =
          List.of(
              Element.of(Value.address(ip("10.7.0.0"))),
              Element.end(Value.address(ip("10.8.0.0"))));
      nftables.apply(
          new Batch()
              .tableCreate(TABLE)
              .chainAdd(WEB)
              .setAdd(nodes)
              .elementAdd(nodes, range)
              .ruleAdd(
                  NftRule.of(
                      WEB,
                      new Match()
                          .with(Match.loadSource(true, Register.FIRST))
                          .then(Lookup.notIn(Register.FIRST, nodes), Immediate.of(Verdict.DROP))))
              .ruleAdd(accept)
              .ruleInsert(NftRule.of(WEB, Immediate.of(Verdict.RETURN))));
      assertThat(nftables.elementList(nodes)).containsAll(range);
      network
          .prints("nft list ruleset")
          .ifPresent(nft ->
              nft.contains("flags interval elements = { 10.7.0.0/16 }")
                  .contains("chain svc-web { return ip saddr != @nodes drop accept }"));

      List<NftRule> rules = nftables.ruleList(WEB);
      assertThat(rules).hasSize(3);
      NftRule hashed =
          NftRule.of(
                  WEB,
                  Match.loadSource(true, Register.FIRST),
                  new Hash(Register.FIRST, 4, Register.FIRST, 3, 0x1234, 0),
                  new Compare(Register.FIRST, Compare.Operator.EQUAL, Value.u32(2)),
                  Immediate.of(Verdict.DROP))
              .withHandle(rules.get(0).handle());
      nftables.apply(
          new Batch().ruleReplace(hashed).ruleDelete(rules.get(1)).elementDelete(nodes, range));
      assertThat(nftables.ruleList(WEB))
          .extracting(NftRule::expressions)
          .containsExactly(hashed.expressions(), accept.expressions());
      assertThat(nftables.elementList(nodes)).isEmpty();

      nftables.apply(new Batch().chainFlush(WEB).setDelete(nodes).chainDelete(WEB));
      assertThat(nftables.chainList(TABLE)).isEmpty();
      nftables.apply(new Batch().tableFlush(TABLE).tableDelete(TABLE));
      assertThat(nftables.tableList()).doesNotContain(TABLE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingWhenOneChangeIsRefusedAndNamesIt(Kernel kernel) {
    try (TestNetwork network = network(kernel, "nft-refused")) {
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      nftables.apply(new Batch().tableAdd(TABLE));
      int before = nftables.generation();

      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() ->
              nftables.apply(
                  new Batch()
                      .chainAdd(WEB)
                      .chainDelete(Chain.plain(TABLE, "nobody"))
                      .setDelete(SERVICES)
                      .chainAdd(PREROUTING)))
          .matches(e -> e.is(Errno.ENOENT))
          .withMessage("cannot delete chain ip troupe nobody: ENOENT (No such file or directory)");
      assertThat(nftables.chainList(TABLE)).isEmpty();
      assertThat(nftables.generation()).isEqualTo(before);

      nftables.apply(new Batch().chainAdd(WEB), before);
      assertThatExceptionOfType(NetlinkException.Refused.class)
          .isThrownBy(() -> nftables.apply(new Batch().chainAdd(PREROUTING), before))
          .matches(e -> e.errno().name().equals("ERESTART"))
          .matches(e -> e.request().equals("apply a batch of 1 changes"));
      nftables.apply(new Batch());
      assertThat(nftables.chainList(TABLE)).containsExactly(WEB);
    }
  }

  @Test
  void readsWhatNftWroteAndWritesItSoThatNftPrintsTheSame() {
    try (TestNetwork network = network(Kernel.LIVE, "nft-foreign")) {
      TestNetwork.requireTool("nft");
      String ruleset =
          """
          table ip troupe {
            map services {
              type ipv4_addr . inet_proto . inet_service : verdict
              elements = { 10.96.0.1 . tcp . 80 : goto svc-web,
                           10.96.0.2 . udp . 53 : drop }
            }
            map backends {
              typeof ip daddr . meta l4proto . th dport . numgen inc mod 2 : ip daddr . th dport
              elements = { 10.96.0.1 . tcp . 80 . 0 : 10.7.1.2 . 8080 }
            }
            set peers { type ipv4_addr; elements = { 192.0.2.1, 192.0.2.2 } }
            chain svc-api {
              meta l4proto tcp dnat ip to ip daddr . meta l4proto . th dport . numgen inc mod 1 map @backends
            }
            chain svc-web {
              numgen inc mod 2 0 meta mark set 0x7 accept
              jhash ip saddr mod 4 seed 0x99 2 return
              limit rate 3/second burst 5 packets ct direction original accept
              tcp dport 80 ip dscp set cs1 dnat to 10.7.1.2:8080
            }
            chain prerouting {
              type nat hook prerouting priority -90; policy accept;
              ip saddr @peers ct state new,invalid counter return
              fib daddr type local tcp dport 22 accept comment "ssh"
              ip daddr . meta l4proto . th dport vmap @services
            }
            chain post {
              type nat hook postrouting priority srcnat; policy accept;
              oifname "eth0" snat to 192.0.2.7
              masquerade random,persistent
            }
          }
          """;
      network.run("nft -f -", ruleset);
      String before = network.run("nft list table ip troupe");
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      List<NftRule> rules = nftables.ruleList(TABLE);
      assertThat(rules).hasSize(10);
      assertThat(rules.stream().flatMap(rule -> rule.expressions().stream()))
          .filteredOn(OtherExpression.class::isInstance)
          .extracting(Expression::kernelName)
          .as("what is not modelled")
          .containsExactlyInAnyOrder("limit", "ct", "payload");

      assertThat(nftables.setList(TABLE))
          .contains(
              NftSet.map(
                  TABLE,
                  "backends",
                  SetType.of(
                      SetField.IPV4_DESTINATION,
                      SetField.TRANSPORT_PROTOCOL,
                      SetField.DESTINATION_PORT,
                      SetField.NUMBER),
                  SetType.of(SetField.IPV4_DESTINATION, SetField.DESTINATION_PORT)));

      Batch same = new Batch().tableDelete(TABLE).tableAdd(TABLE);
      for (NftSet set : nftables.setList(TABLE)) {
        same.setAdd(set);
      }
      nftables.chainList(TABLE).forEach(same::chainAdd);
      for (NftSet set : nftables.setList(TABLE)) {
        same.elementAdd(set, nftables.elementList(set));
      }
      rules.forEach(rule -> same.ruleAdd(rule.withHandle(0)));
      nftables.apply(same);

      assertThat(network.run("nft list table ip troupe")).isEqualTo(before);
    }
  }

  @Test
  void takesARulesetOfThousandsOfServicesInOneBatch() {
    try (TestNetwork network = network(Kernel.LIVE, "nft-large")) {
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      Batch batch = new Batch().tableAdd(TABLE).setAdd(SERVICES);
      int services = 2000;
      for (int i = 0; i < services; i++) {
        Chain chain = Chain.plain(TABLE, "svc-" + i);
        NftSet backends = NftSet.anonymousMap(TABLE, i + 1, SetType.of(DataType.INTEGER), BACKEND);
        batch
            .chainAdd(chain)
            .setAdd(backends)
            .elementAdd(
                backends,
                IntStream.range(0, 10)
                    .mapToObj(k -> Element.mapping(Value.u32(k), backend("10.7.1." + k, 8080)))
                    .toList())
            .ruleAdd(NftRule.of(chain, balance(backends, Numgen.inTurn(Register.FIRST, 10))));
      }
      batch.elementAdd(
          SERVICES,
          IntStream.range(0, services)
              .mapToObj(i ->
                  service("10.96." + i / 250 + "." + i % 250, 80, Chain.plain(TABLE, "svc-" + i)))
              .toList());

      nftables.apply(batch);

      assertThat(nftables.chainList(TABLE)).hasSize(services);
      assertThat(nftables.elementList(SERVICES)).hasSize(services);
      assertThat(nftables.ruleList(TABLE)).hasSize(services);
    }
  }

  @Test
  void sendsConnectionsToBothBackends() {
    try (TestNetwork network = network(Kernel.LIVE, "nft-traffic");
        Rtnetlink route = Rtnetlink.open(network.namespace())) {
      int lo = route.linkFind("lo").orElseThrow().index();
      route.linkSetUp(lo);
      route.routeAdd(Route.to(IpPrefix.parse("10.96.0.0/16")).on(lo));
      Nftables nftables = new Nftables(network.socket(Protocol.NETFILTER));
      List<Integer> reached =
          network
              .namespace()
              .call(() -> {
                try (ServerSocket one = new ServerSocket(0, 9, ip("127.0.0.2"));
                    ServerSocket two = new ServerSocket(0, 9, ip("127.0.0.3"))) {
                  balanceOutput(nftables, one.getLocalPort(), two.getLocalPort());
                  return List.of(reach(one, two), reach(one, two));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(reached).containsExactlyInAnyOrder(2, 3);
    }
  }

  @Test
  void refusesToChangeARuleWithoutItsHandle() {
    NftRule rule = NftRule.of(WEB, Immediate.of(Verdict.ACCEPT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batch().ruleDelete(rule))
        .withMessageContaining("ruleList");
    assertThatIllegalArgumentException().isThrownBy(() -> new Batch().ruleReplace(rule));
    assertThatIllegalArgumentException().isThrownBy(() -> Table.ipv4(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Register(16));
  }

  private static void balanceOutput(Nftables nftables, int one, int two) {
    NftSet backends = NftSet.anonymousMap(TABLE, 1, SetType.of(DataType.INTEGER), BACKEND);
    nftables.apply(
        new Batch()
            .tableAdd(TABLE)
            .setAdd(SERVICES)
            .chainAdd(OUTPUT)
            .chainAdd(WEB)
            .setAdd(backends)
            .elementAdd(
                backends,
                List.of(
                    Element.mapping(Value.u32(0), backend("127.0.0.2", one)),
                    Element.mapping(Value.u32(1), backend("127.0.0.3", two))))
            .ruleAdd(NftRule.of(WEB, balance(backends, Numgen.inTurn(Register.FIRST, 2))))
            .elementAdd(SERVICES, List.of(service("10.96.0.1", 80, WEB)))
            .ruleAdd(NftRule.of(OUTPUT, dispatch())));
  }

  /// Connects to the service; which of the two was reached, 2 or 3.
  private static int reach(ServerSocket one, ServerSocket two) throws IOException {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(ip("10.96.0.1"), 80), 5000);
      one.setSoTimeout(200);
      two.setSoTimeout(5000);
      try (Socket _ = one.accept()) {
        return 2;
      } catch (java.net.SocketTimeoutException e) {
        two.accept().close();
        return 3;
      }
    }
  }

  private static List<Expression> dispatch() {
    Register protocol = Register.FIRST.after(4);
    Register port = protocol.after(1);
    return List.of(
        Match.loadDestination(true, Register.FIRST),
        new LoadPayload(LoadPayload.Base.NETWORK, 9, 1, protocol),
        Match.loadDestinationPort(port),
        Lookup.verdict(Register.FIRST, SERVICES));
  }

  private static List<Expression> balance(NftSet backends, Numgen choice) {
    return new Match()
        .transport(Match.TCP)
        .with(choice)
        .with(Lookup.map(Register.FIRST, backends, Register.FIRST))
        .then(Nat.destination(TableFamily.IPV4, Register.FIRST, Register.FIRST.after(4)));
  }

  private static Element service(String address, int port, Chain chain) {
    return Element.mapping(
        Value.concat(Value.address(ip(address)), Value.u8(Match.TCP), Value.port(port)),
        Verdict.goTo(chain.name()));
  }

  private static Value backend(String address, int port) {
    return Value.concat(Value.address(ip(address)), Value.port(port));
  }

  private static TestNetwork network(Kernel kernel, String name) {
    TestNetwork network = kernel.network(name);
    if (network.isLive()) {
      try (Nftables nftables = Nftables.open(network.namespace())) {
        if (!nftables.supports(TableFamily.IPV4)) {
          network.close();
          abort("this kernel has no nftables for IPv4");
        }
        assertThat(nftables.tableList()).as("what asking leaves behind").isEmpty();
      }
    }
    return network;
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
