package io.troupe.it.lab;

import static io.troupe.it.Eventually.eventually;
import static io.troupe.it.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.Api;
import io.troupe.it.Docker;
import io.troupe.it.Manifests;
import io.troupe.it.TestImage;
import io.troupe.persistence.load.Stalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Calls of services by their address that carry more than a word, that are many, and that go on
/// while backends die and a node moves.
class CallTest {
  private static final String ECHO = "calls:echo";
  private static final String WEB = "calls:web";
  private static final int UDP = 9000;
  private static final int TCP = 9001;

  /// More than a pod's link takes in one piece.
  private static final int DATAGRAM = 1_450;

  private static final int BODY = 65_536;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int REQUESTS = 1_000;

  /// Connections that others begin meanwhile.
  private static final int SPARE = 100;

  private static TestLab test;
  private static Lab lab;
  private static Api api;

  @BeforeAll
  static void up() {
    test = TestLab.up(LabPlan.of(3));
    lab = test.lab();
    api = test.api(test.host(1));
    lab.hosts().forEach(test::loadImages);
  }

  @AfterAll
  static void down() {
    if (test != null) {
      test.close();
    }
  }

  /// Three pods that answer at port 80 with who they are, each connection once, and have two ports
  /// for [Inside#serve]. What dies is not started again.
  private static void apply(String link, int replicas, String image) {
    String[] parts = link.split(":");
    String service =
        """
        kind: Service
        meta: {name: %s, namespace: %s}
        spec:
          replicas: %d
          network: {ports: ["80:8080/tcp", "9000:9000/udp", "9001:9001/tcp"]}
          template:
            termination: 5
            containers:
              - name: main
                image: {name: "%s", policy: missing}
                entrypoint: /bin/busybox
                args: ["httpd", "-f", "-p", "8080", "-h", "/etc"]
                restart: {policy: "no"}
                resources:
                  quota: {ram: 16mib, cpu: "0.1"}
        """
            .formatted(parts[1], parts[0], replicas, image);
    api.apply(Manifests.all(Manifests.namespace(parts[0]), service)).ok();
  }

  private static void serve(String link, int replicas, String image) {
    apply(link, replicas, image);
    eventually(() -> assertThat(NetworkTest.serving(api, link)).hasSize(replicas));
    String address = NetworkTest.address(api, link);
    lab.hosts().forEach(host -> eventually(() -> NetworkTest.call(host, address).ok()));
    NetworkTest.awaitRules(api, link, lab.hosts());
  }

  @AfterEach
  void removeAll() {
    for (String link : List.of(ECHO, WEB)) {
      if (api.find("service", link).isPresent()) {
        api.deleteService(link).ok();
      }
    }
    eventually(() -> assertThat(api.list("pod", "calls")).isEmpty());
    eventually(() -> assertThat(api.list("service", "calls")).isEmpty());
  }

  private static List<Container> containers(LabHost host, Docker engine, String link) {
    return engine.containers(host.name()).stream()
        .filter(one -> one.labels.get("io.troupe.pod").startsWith(link + ":"))
        .filter(one -> "running".equals(one.getState()))
        .toList();
  }

  /// The pods that call are those that answer, so that each calls itself too.
  @Test
  void largeDatagramsAndBodiesComeThroughWholeFromEveryHostAndPod() throws Exception {
    serve(ECHO, 3, TestImage.ONE);
    String address = NetworkTest.address(api, ECHO);
    List<AutoCloseable> open = new ArrayList<>();
    try {
      List<Inside> servers = pods(ECHO);
      List<Inside> callers = new ArrayList<>(lab.hosts().stream().map(Inside::of).toList());
      callers.addAll(servers);
      open.addAll(callers);
      assertThat(callers).as("hosts and pods").hasSize(6);
      for (int number = 1; number <= servers.size(); number++) {
        open.addAll(servers.get(number - 1).serve(UDP, TCP, number));
      }
      for (Inside caller : callers) {
        assertComesBack(caller, address);
      }
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
  }

  private static List<Inside> pods(String link) {
    List<Inside> all = new ArrayList<>();
    for (LabHost host : lab.hosts()) {
      try (Docker engine = test.docker(host)) {
        containers(host, engine, link).forEach(one -> all.add(Inside.of(one.getId())));
      }
    }
    return all;
  }

  private static void assertComesBack(Inside caller, String address) {
    Set<Byte> byDatagram = new TreeSet<>();
    Set<Byte> byStream = new TreeSet<>();
    byte[] datagram = Inside.body(DATAGRAM);
    byte[] body = Inside.body(BODY);
    for (int i = 0; i < 9; i++) {
      byDatagram.add(assertSame(caller.datagram(address, UDP, datagram), datagram));
      byStream.add(assertSame(caller.stream(address, TCP, body), body));
    }
    assertThat(byDatagram).as("who answers datagrams of " + caller.name()).hasSize(3);
    assertThat(byStream).as("who answers streams of " + caller.name()).hasSize(3);
  }

  /// The number of who has answered.
  private static byte assertSame(byte[] answer, byte[] sent) {
    assertThat(answer).hasSameSizeAs(sent);
    assertThat(Arrays.copyOfRange(answer, 1, answer.length))
        .isEqualTo(Arrays.copyOfRange(sent, 1, sent.length));
    return answer[0];
  }

  @Test
  void aBackendWhoseContainerDiesIsCalledByNobodyWithinASecond() throws Exception {
    Stalls.assertShorter(
        SOON,
        () -> {
          removeAll();
          return untilTheDeadIsCalledByNobody();
        });
  }

  /// From the moment at which the Docker Engine saw the container end, which is before its agent
  /// did, to the moment at which another host's kernel has no rule any more that leads there.
  private static Duration untilTheDeadIsCalledByNobody() {
    serve(ECHO, 3, TestImage.ONE);
    LabHost host = test.host(2);
    LabHost elsewhere = test.host(3);
    try (Docker engine = test.docker(host)) {
      Container container = containers(host, engine, ECHO).getFirst();
      String address =
          engine.inspect(container).getNetworkSettings().getNetworks().get("troupe").getIpAddress();
      CompletableFuture<String> gone =
          CompletableFuture.supplyAsync(
              () -> TestLab.run(elsewhere, "sh", "-c", untilNoRuleHas(address)).ok());
      eventually(() -> TestLab.run(elsewhere, "test", "-e", "/run/looking").ok());
      engine.kill(container.getId());
      Instant left = instant(gone.join().strip());
      Instant died = Instant.parse(engine.inspect(container).getState().getFinishedAt());
      assertThat(Duration.between(died, left)).isPositive();
      return Duration.between(died, left);
    }
  }

  /// Says when that was, in seconds of the epoch with nine decimals.
  private static String untilNoRuleHas(String address) {
    String rule = NetworkTest.rulesFor(address);
    return "%s || exit 1; touch /run/looking; for i in $(seq 10000); do now=$(date +%%s.%%N);"
            .formatted(rule)
        + " if ! %s; then rm /run/looking; echo $now; exit 0; fi; sleep 0.02; done; exit 1"
            .formatted(rule);
  }

  private static Instant instant(String seconds) {
    String[] parts = seconds.split("\\.");
    return Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  /// The server in the pods closes each connection after its answer, as does a proxy that is told
  /// `Connection: close`: what is tested is that no new connection goes where nobody answers. One
  /// that a client keeps open ends with the pod, whatever the network does.
  @Test
  void wrkSeesNoErrorWhileAServiceIsScaledAndRedeployed() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/wrk")), "needs wrk (package wrk)");
    serve(WEB, 3, TestImage.ONE);
    LabHost host = test.host(3);
    String url = "http://" + NetworkTest.address(api, WEB) + "/hostname";
    CompletableFuture<String> load =
        CompletableFuture.supplyAsync(() ->
            TestLab.run(
                    host,
                    "sh",
                    "-c",
                    "echo $$ > /run/wrk; exec nice -n 19 wrk -t 1 -c 4 -d 600s --timeout 10s "
                        + url)
                .ok());
    eventually(() -> TestLab.run(host, "test", "-s", "/run/wrk").ok());
    int before = begun(host);
    serve(WEB, 6, TestImage.ONE);
    apply(WEB, 2, TestImage.ONE);
    eventually(() -> assertThat(api.list("pod", "calls")).hasSize(2));
    Set<String> old = NetworkTest.serving(api, WEB);
    apply(WEB, 2, TestImage.TWO);
    eventually(() -> {
      assertThat(NetworkTest.serving(api, WEB)).hasSize(2).doesNotContainAnyElementsOf(old);
      assertThat(api.list("pod", "calls")).hasSize(2);
    });
    within(LONG)
        .untilAsserted(() -> assertThat(begun(host) - before).isGreaterThan(REQUESTS + SPARE));
    TestLab.run(host, "sh", "-c", "kill -INT $(cat /run/wrk)").ok();
    String summary = load.join();
    assertThat(summary).doesNotContain("Socket errors").doesNotContain("Non-2xx");
    Matcher requests = Pattern.compile("(\\d+) requests in").matcher(summary);
    assertThat(requests.find()).as(summary).isTrue();
    assertThat(Integer.parseInt(requests.group(1))).as(summary).isGreaterThanOrEqualTo(REQUESTS);
  }

  /// How many connections anybody on a host has begun.
  private static int begun(LabHost host) {
    return Integer.parseInt(
        TestLab.run(host, "awk", "/^Tcp:/ {begun = $6} END {print begun}", "/proc/net/snmp")
            .ok()
            .strip());
  }

  @Test
  void aNodeThatIsRemovedAndComesWithAnotherAddressIsReachedThereAndNowhereElse() throws Exception {
    LabHost moved = test.host(3);
    String before = moved.address();
    String after = before.replaceFirst("\\d+$", "99");
    ProcessBuilder again = again(moved, before, after);
    lab.daemon(moved, Lab.TROUPE).kill();
    api.delete("/cluster/node/" + moved.name()).ok();
    List<LabHost> others = lab.others(moved);
    others.forEach(host -> eventually(() -> assertThat(peers(host)).doesNotContain(before)));
    TestLab.run(moved, "sh", "-c", move(before, after)).ok();
    again.start();
    eventually(() ->
        assertThat(api.resource("node", moved.name()).at("/meta/cidr").asText()).isNotEmpty());
    others.forEach(
        host -> eventually(() -> assertThat(peers(host)).contains(after).doesNotContain(before)));
    serve(WEB, 3, TestImage.ONE);
    assertThat(api.list("pod", "calls").stream().map(CallTest::node)).contains(moved.name());
    for (String pod : NetworkTest.serving(api, WEB)) {
      lab.hosts().forEach(host -> eventually(() -> NetworkTest.call(host, pod + ":8080").ok()));
    }
    others.forEach(host -> assertThat(peers(host)).doesNotContain(before));
  }

  /// Routes over the link stay.
  private static String move(String before, String after) {
    return "echo 1 > /proc/sys/net/ipv4/conf/eth0/promote_secondaries;"
        + " ip address add "
        + after
        + "/24 dev eth0 && ip address del "
        + before
        + "/24 dev eth0";
  }

  private static String node(JsonNode pod) {
    return pod.at("/meta/node").asText();
  }

  /// All that a host's kernel knows of the others.
  private static String peers(LabHost host) {
    return TestLab.run(
            host,
            "sh",
            "-c",
            "ip route show dev troupe-vx; ip neigh show dev troupe-vx; bridge fdb show dev troupe-vx")
        .ok();
  }

  /// What starts the host's Troupe as it was started, but for its address.
  private static ProcessBuilder again(LabHost host, String address, String other)
      throws IOException {
    Path process = host.file("/proc/" + lab.daemon(host, Lab.TROUPE).pid().orElseThrow());
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(strings(process.resolve("cmdline"), address, other));
    ProcessBuilder builder =
        new ProcessBuilder(host.command(words))
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(test.directory().resolve(lab.name() + "/again.log").toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    for (String variable : strings(process.resolve("environ"), address, other)) {
      int equals = variable.indexOf('=');
      builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return builder;
  }

  private static List<String> strings(Path file, String address, String other) throws IOException {
    return List.of(Files.readString(file).replace(address, other).split("\0"));
  }
}
