package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.ServicePort;
import io.troupe.core.template.Protocol;
import io.troupe.node.network.ServiceProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every driver of [ServiceProxy] does, on a real kernel in namespaces of its own.
public abstract class ServiceProxyContract {
  static final String VIP = "10.96.0.1";
  static final String OTHER_VIP = "10.96.0.2";
  static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  static final Ref API = new Ref(Kind.SERVICE, "demo:api");

  private static final List<String> PODS = ProxyNetwork.PODS;
  private static final int TARGET = 8080;
  private static final int OTHER_TARGET = 9090;
  private static final int PAGES = 8081;
  private static final List<ServicePort> PORTS =
      List.of(tcp(80), new ServicePort(53, Protocol.UDP, TARGET));

  private final List<Echo> echoes = new ArrayList<>();
  private final List<ServiceProxy> proxies = new ArrayList<>();
  private ProxyNetwork network;

  /// A driver on the host of this network; skips the test where the kernel lacks what it needs.
  abstract ServiceProxy open(ProxyNetwork network);

  /// The rules that the driver has made, in a form that is equal for equal rules.
  abstract String rules(ProxyNetwork network);

  /// Something that is other than before after any change to the rules.
  abstract String trace(ProxyNetwork network);

  /// Skips the test where the kernel lacks what a driver masquerades with.
  void requireMasquerading(ServiceProxy proxy) {}

  @BeforeEach
  void start() throws IOException {
    network = ProxyNetwork.create();
    proxies.add(open(network));
    for (String pod : PODS) {
      echoes.add(Echo.start(network.pods(), pod, TARGET));
      echoes.add(Echo.start(network.pods(), pod, OTHER_TARGET));
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (Echo echo : echoes) {
      echo.close();
    }
    proxies.forEach(ServiceProxy::close);
    if (network != null) {
      network.close();
    }
  }

  ProxyNetwork network() {
    return network;
  }

  ServiceProxy proxy() {
    return proxies.getFirst();
  }

  /// Another driver, as after a restart of the agent.
  ServiceProxy reopen() {
    proxies.add(open(network));
    return proxies.getLast();
  }

  @Test
  void spreadsConnectionsOverAllBackends() throws IOException {
    proxy().replaceAll(List.of(web(PODS)));

    Map<String, Integer> reached = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      reached.merge(ask().backend(), 1, Integer::sum);
    }

    assertThat(reached).containsOnlyKeys(PODS);
    assertThat(reached.values()).allMatch(count -> count == 10);
  }

  @Test
  void spreadsDatagramsOfDifferentCallers() throws IOException {
    proxy().replaceAll(List.of(web(PODS)));

    Set<String> reached = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      try (Call.Datagrams caller = Call.Datagrams.open(network.client(), VIP, 53)) {
        String first = caller.ask().orElseThrow().backend();
        assertThat(caller.ask().orElseThrow().backend()).isEqualTo(first);
        reached.add(first);
      }
    }

    assertThat(reached).containsExactlyInAnyOrderElementsOf(PODS);
  }

  @Test
  void spreadsByFewestConnectionsOrAtRandom() throws IOException {
    proxy().replaceAll(List.of(web(Balance.LC, PODS.subList(0, 2))));

    Set<String> reached = new HashSet<>();
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Call call = Call.open(network.client(), VIP, 80);
      calls.add(call);
      reached.add(call.ask().backend());
    }
    for (Call call : calls) {
      call.close();
    }

    assertThat(reached).containsExactlyInAnyOrder(PODS.get(0), PODS.get(1));
  }

  @Test
  void backendsSeeWhoCalledThem() throws IOException {
    proxy().replaceAll(List.of(web(PODS)));

    assertThat(ask().caller()).isEqualTo("10.42.2.2");
  }

  @Test
  void theHostItselfReachesServicesFromAnAddressThatPodsCanAnswer() throws IOException {
    proxy().replaceAll(List.of(web(PODS)));

    Call.Answer answer = Call.once(network.host(), VIP, 80);

    assertThat(answer.backend()).isIn(PODS);
    assertThat(answer.caller()).isIn(ProxyNetwork.GATEWAY, "10.42.2.1");
    try (Call.Datagrams caller = Call.Datagrams.open(network.host(), VIP, 53)) {
      assertThat(caller.ask().orElseThrow().backend()).isIn(PODS);
    }
  }

  @Test
  void aPodReachesItsNeighboursAndItselfByTheService() throws IOException {
    requireMasquerading(proxy());
    proxy().replaceAll(List.of(web(PODS)));

    for (int i = 0; i < 8; i++) {
      try (Call call = Call.open(network.pods(), "10.42.1.11", VIP, 80)) {
        Call.Answer answer = call.ask();
        assertThat(answer.backend()).isIn(PODS);
        assertThat(answer.caller()).isEqualTo(ProxyNetwork.GATEWAY);
      }
    }
  }

  @Test
  void sendsACallerToTheSameBackendByItsAddress() throws IOException {
    proxy().replaceAll(List.of(web(Balance.SH, PODS)));

    String first = ask().backend();
    for (int i = 0; i < 10; i++) {
      assertThat(ask().backend()).isEqualTo(first);
    }

    List<String> rest = PODS.stream().filter(pod -> !pod.equals(first)).toList();
    proxy().update(List.of(draining(Balance.SH, rest, first)), List.of());
    String second = ask().backend();
    assertThat(second).isNotEqualTo(first);
    assertThat(ask().backend()).isEqualTo(second);
  }

  @Test
  void aDrainingBackendKeepsItsConnectionsAndGetsNoNewOnes() throws IOException {
    proxy().replaceAll(List.of(web(PODS.subList(0, 2))));

    try (Call old = Call.open(network.client(), VIP, 80)) {
      String backend = old.ask().backend();
      String other = backend.equals(PODS.get(0)) ? PODS.get(1) : PODS.get(0);
      proxy().update(List.of(draining(Balance.RR, List.of(other), backend)), List.of());

      for (int i = 0; i < 6; i++) {
        assertThat(ask().backend()).isEqualTo(other);
      }
      assertThat(old.ask().backend()).isEqualTo(backend);

      proxy().update(List.of(web(List.of(other))), List.of());
      assertThat(ask().backend()).isEqualTo(other);
    }
  }

  @Test
  void aCallerByUdpMovesWhenItsBackendLeaves() throws IOException {
    proxy().replaceAll(List.of(web(PODS.subList(0, 2))));

    try (Call.Datagrams caller = Call.Datagrams.open(network.client(), VIP, 53)) {
      String backend = caller.ask().orElseThrow().backend();
      String other = backend.equals(PODS.get(0)) ? PODS.get(1) : PODS.get(0);
      proxy().update(List.of(draining(Balance.RR, List.of(other), backend)), List.of());
      proxy().update(List.of(web(List.of(other))), List.of());

      await()
          .atMost(ONE_MINUTE)
          .until(() -> caller.ask().filter(one -> one.backend().equals(other)).isPresent());
    }
  }

  @Test
  void refusesCallersWhileNoBackendServes() throws IOException {
    proxy().replaceAll(List.of(web(List.of())));
    assertRefused(VIP);

    proxy().update(List.of(web(PODS)), List.of());
    assertThat(ask().backend()).isIn(PODS);

    proxy().update(List.of(draining(Balance.RR, List.of(), PODS.get(0))), List.of());
    assertRefused(VIP);
  }

  @Test
  void refusesPortsThatAServiceDoesNotHave() {
    proxy().replaceAll(List.of(web(PODS)));

    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Call.once(network.client(), VIP, 81))
        .withMessageContaining("refused");
  }

  @Test
  void aServiceThatIsGoneAnswersNoMore() throws IOException {
    proxy().replaceAll(List.of(web(PODS), api(PODS)));
    assertThat(ask().backend()).isIn(PODS);

    proxy().update(List.of(), List.of(WEB));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Call.once(network.client(), VIP, 80));
    assertThat(Call.once(network.client(), OTHER_VIP, 80).backend()).isIn(PODS);
    assertThat(rules(network)).doesNotContain(VIP + " ").doesNotContain(VIP + ":");
  }

  @Test
  void takesOtherPortsTargetsAndWaysToBalance() throws IOException {
    proxy().replaceAll(List.of(web(PODS)));

    proxy()
        .update(
            List.of(
                endpoint(
                    WEB,
                    VIP,
                    Balance.RR,
                    List.of(new ServicePort(81, Protocol.TCP, OTHER_TARGET)),
                    backends(PODS.subList(0, 1), List.of()))),
            List.of());

    assertThat(Call.once(network.client(), VIP, 81).backend()).isEqualTo(PODS.get(0));
    assertThatExceptionOfType(ConnectException.class).isThrownBy(this::ask);

    proxy().update(List.of(web(Balance.SH, PODS)), List.of());
    String first = ask().backend();
    assertThat(ask().backend()).isEqualTo(first);
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Call.once(network.client(), VIP, 81));
  }

  @Test
  void aServiceMovesToAnotherAddress() throws IOException {
    proxy().replaceAll(List.of(web(PODS)));

    proxy()
        .update(
            List.of(endpoint(WEB, OTHER_VIP, Balance.RR, PORTS, backends(PODS, List.of()))),
            List.of());

    assertThat(Call.once(network.client(), OTHER_VIP, 80).backend()).isIn(PODS);
    assertThatExceptionOfType(IOException.class).isThrownBy(this::ask);
  }

  @Test
  void anAddressPassesFromOneServiceToAnother() throws IOException {
    proxy().replaceAll(List.of(web(PODS.subList(0, 1))));

    proxy().update(List.of(endpoint(API, VIP, Balance.RR, PORTS, pod(1))), List.of());
    assertThat(ask().backend()).isEqualTo(PODS.get(1));

    proxy().update(List.of(), List.of(WEB));
    assertThat(ask().backend()).isEqualTo(PODS.get(1));
  }

  @Test
  void servicesMayHaveTheSamePorts() throws IOException {
    proxy()
        .replaceAll(
            List.of(
                endpoint(WEB, VIP, Balance.RR, PORTS, pod(0)),
                endpoint(API, OTHER_VIP, Balance.RR, PORTS, pod(1))));

    for (int i = 0; i < 4; i++) {
      assertThat(ask().backend()).isEqualTo(PODS.get(0));
      assertThat(Call.once(network.client(), OTHER_VIP, 80).backend()).isEqualTo(PODS.get(1));
    }
  }

  @Test
  void aHeadlessServiceHasNoRules() throws IOException {
    proxy().replaceAll(List.of());
    String before = rules(network);
    Endpoint headless = new Endpoint(WEB, 1, null, PORTS, Balance.RR, backends(PODS, List.of()));

    proxy().update(List.of(headless), List.of());
    proxy().update(List.of(), List.of(WEB));
    proxy().replaceAll(List.of(headless, api(PODS)));

    assertThat(Call.once(network.client(), OTHER_VIP, 80).backend()).isIn(PODS);
    proxy().replaceAll(List.of(headless));
    assertThat(rules(network)).isEqualTo(before);
  }

  @Test
  void aRestartOfTheAgentChangesNothing() throws IOException {
    List<Endpoint> all =
        List.of(web(PODS), api(PODS), endpoint(ref(7), "10.96.0.7", Balance.SH, PORTS, pod(2)));
    proxy().replaceAll(all);
    proxy().update(List.of(web(PODS.subList(1, 4))), List.of());
    List<Endpoint> now = List.of(all.get(2), all.get(1), web(PODS.subList(1, 4)));

    try (Call old = Call.open(network.client(), VIP, 80)) {
      String backend = old.ask().backend();
      String trace = trace(network);
      ServiceProxy second = reopen();
      second.replaceAll(now);
      second.update(now, List.of(ref(8)));

      assertThat(trace(network)).isEqualTo(trace);
      assertThat(old.ask().backend()).isEqualTo(backend);
    }
  }

  @Test
  void aRestartFindsWhatHasChangedMeanwhile() throws IOException {
    proxy().replaceAll(List.of(web(PODS), api(PODS)));

    try (Call old = Call.open(network.client(), VIP, 80)) {
      String backend = old.ask().backend();
      reopen().replaceAll(List.of(web(List.of(backend))));

      assertThat(old.ask().backend()).isEqualTo(backend);
      for (int i = 0; i < 4; i++) {
        assertThat(ask().backend()).isEqualTo(backend);
      }
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> Call.once(network.client(), OTHER_VIP, 80));
    }
  }

  @Test
  void leavesNothingBehindAfterManyServices() {
    proxy().replaceAll(List.of(web(PODS)));
    String before = rules(network);

    for (int i = 0; i < 300; i++) {
      proxy()
          .update(
              List.of(endpoint(ref(i), "10.96.1." + i % 200, Balance.RR, PORTS, pod(i % 4))),
              i == 0 ? List.of() : List.of(ref(i - 1)));
    }
    proxy().update(List.of(), List.of(ref(299)));

    assertThat(rules(network)).isEqualTo(before);
  }

  @Test
  void aLongConnectionSurvivesUpdatesOfOtherServices() throws IOException {
    proxy().replaceAll(List.of(web(PODS)));

    try (Call old = Call.open(network.client(), VIP, 80)) {
      String backend = old.ask().backend();
      for (int i = 0; i < 100; i++) {
        proxy().update(List.of(endpoint(API, OTHER_VIP, Balance.RR, PORTS, pod(i % 4))), List.of());
        assertThat(old.ask().backend()).isEqualTo(backend);
      }
    }
  }

  @Test
  void noRequestFailsWhileBackendsAreSwapped() throws Exception {
    proxy().replaceAll(List.of(web(List.of(PODS.getFirst()))));
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    List<String> failures = new ArrayList<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get() && answered.get() < 20_000) {
                try {
                  ask();
                  answered.incrementAndGet();
                } catch (IOException e) {
                  failures.add(e.toString());
                }
              }
            });

    for (int i = 0; i < 20; i++) {
      String old = PODS.get(i % 4);
      String next = PODS.get((i + 1) % 4);
      proxy().update(List.of(web(List.of(old, next))), List.of());
      awaitMore(answered, 2);
      proxy().update(List.of(draining(Balance.RR, List.of(next), old)), List.of());
      awaitMore(answered, 2);
      proxy().update(List.of(web(List.of(next))), List.of());
    }
    over.set(true);
    caller.join();

    assertThat(failures).isEmpty();
    assertThat(answered.get()).isGreaterThanOrEqualTo(80);
  }

  /// As the pods of a service that is scaled from one to four and back, and deployed anew: each
  /// server answers before callers are led to it, and is drained before it ends.
  @Test
  void wrkSeesNoErrorWhileServersComeAndGo(@TempDir Path pages) throws Exception {
    ProxyNetwork.requireTool("wrk");
    ProxyNetwork.requireTool("busybox");
    Files.writeString(pages.resolve("page"), "hello");
    Map<String, WebServer> serving = new TreeMap<>();
    try {
      join(serving, pages, PODS.getFirst());
      try (Load load = Load.start(network.client(), "http://" + VIP + "/page")) {
        for (int round = 0; round < 3; round++) {
          join(serving, pages, PODS.get(1), PODS.get(2), PODS.get(3));
          leave(serving, PODS.getFirst());
          leave(serving, PODS.get(1), PODS.get(2));
          join(serving, pages, PODS.getFirst());
          leave(serving, PODS.get(3));
        }
        assertThat(load.end()).isGreaterThan(100);
      }
    } finally {
      serving.values().forEach(WebServer::close);
    }
  }

  private void join(Map<String, WebServer> serving, Path pages, String... addresses)
      throws IOException {
    for (String address : addresses) {
      serving.put(address, WebServer.start(network.pods(), address, PAGES, pages));
    }
    proxy().update(List.of(pages(serving.keySet(), Set.of())), List.of());
    rest();
  }

  private void leave(Map<String, WebServer> serving, String... addresses) {
    Set<String> going = Set.of(addresses);
    Set<String> staying = new TreeSet<>(serving.keySet());
    staying.removeAll(going);
    proxy().update(List.of(pages(staying, going)), List.of());
    rest();
    for (String address : going) {
      WebServer server = serving.remove(address);
      server.awaitNobody();
      server.close();
    }
    proxy().update(List.of(pages(staying, Set.of())), List.of());
  }

  /// A node waits longer between the drain of a pod and its end.
  private static void rest() {
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
  }

  private static Endpoint pages(Set<String> serving, Set<String> draining) {
    return endpoint(
        WEB,
        VIP,
        Balance.RR,
        List.of(new ServicePort(80, Protocol.TCP, PAGES)),
        backends(List.copyOf(serving), List.copyOf(draining)));
  }

  final void assertRefused(String address) throws IOException {
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Call.once(network.client(), address, 80))
        .withMessageContaining("refused");
    try (Call.Datagrams caller = Call.Datagrams.open(network.client(), address, 53)) {
      assertThatExceptionOfType(PortUnreachableException.class).isThrownBy(caller::ask);
    }
  }

  final Call.Answer ask() throws IOException {
    return Call.once(network.client(), VIP, 80);
  }

  private static void awaitMore(AtomicInteger counter, int more) {
    int goal = counter.get() + more;
    await().atMost(ONE_MINUTE).until(() -> counter.get() >= goal);
  }

  static Endpoint web(List<String> serving) {
    return web(Balance.RR, serving);
  }

  static Endpoint web(Balance balance, List<String> serving) {
    return endpoint(WEB, VIP, balance, PORTS, backends(serving, List.of()));
  }

  static Endpoint api(List<String> serving) {
    return endpoint(API, OTHER_VIP, Balance.RR, PORTS, backends(serving, List.of()));
  }

  static Endpoint draining(Balance balance, List<String> serving, String draining) {
    return endpoint(WEB, VIP, balance, PORTS, backends(serving, List.of(draining)));
  }

  static Endpoint endpoint(
      Ref service, String address, Balance balance, List<ServicePort> ports, List<Backend> pods) {
    return new Endpoint(service, 1, Ipv4.parse(address), ports, balance, pods);
  }

  static List<Backend> pod(int index) {
    return backends(List.of(PODS.get(index)), List.of());
  }

  static List<Backend> backends(List<String> serving, List<String> draining) {
    List<Backend> all = new ArrayList<>();
    serving.forEach(address -> all.add(backend(address, false)));
    draining.forEach(address -> all.add(backend(address, true)));
    return all;
  }

  private static Backend backend(String address, boolean draining) {
    Ref pod = new Ref(Kind.POD, "demo:web:d_v1:" + address.substring(address.lastIndexOf('.') + 1));
    return new Backend(pod, Ipv4.parse(address), "node-1", draining);
  }

  static ServicePort tcp(int port) {
    return new ServicePort(port, Protocol.TCP, TARGET);
  }

  private static Ref ref(int index) {
    return new Ref(Kind.SERVICE, "demo:extra-" + index);
  }
}
