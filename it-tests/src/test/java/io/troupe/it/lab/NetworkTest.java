package io.troupe.it.lab;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.Api;
import io.troupe.it.Manifests;
import io.troupe.it.TestImage;
import io.troupe.persistence.load.Stalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three hosts with real containers: pods reach each other, and services are called by address and
/// by name, from hosts and from pods, whatever happens to hosts and agents.
class NetworkTest {
  private static final String WEB = "net:web";
  private static final String OTHER = "net-b:web";
  private static final String AGAIN = "net-again:web";
  private static final String AGAIN_NAME = "web.net-again.lb.local";
  private static final String PODS = "net-pods:db";
  private static final int REPLICAS = 3;

  /// A host is suspect after 3 s; the rest is for a busy machine.
  private static final Duration LEFT = Duration.ofSeconds(20);

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

  @BeforeEach
  void serve() {
    lab.heal();
    eventually(() ->
        assertThat(api.get("/v2/resources/node").ok().path("items"))
            .hasSize(REPLICAS)
            .noneMatch(node -> node.at("/status/state").asText().equals("offline")));
    scaleTo(REPLICAS);
    if (hostsOfPods().size() < REPLICAS) {
      scaleTo(0);
      scaleTo(REPLICAS);
    }
    assertThat(hostsOfPods()).as("one on each host").hasSize(REPLICAS);
    lab.hosts().forEach(host -> eventually(() -> call(host, address(api, WEB)).ok()));
    awaitRules(api, WEB, lab.hosts());
  }

  private static void scaleTo(int replicas) {
    apply(api, WEB, replicas, TestImage.ONE);
    eventually(() -> assertThat(serving(api, WEB)).hasSize(replicas));
    eventually(() -> assertThat(pods("net")).hasSize(replicas));
  }

  private static Set<String> hostsOfPods() {
    return pods("net").stream()
        .map(pod -> pod.at("/meta/node").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Waits until the kernels of these hosts know all backends that serve now.
  static void awaitRules(Api api, String link, List<LabHost> hosts) {
    Set<String> backends = serving(api, link);
    hosts.forEach(
        host -> eventually(() -> assertThat(backends).allMatch(one -> hasRule(host, one))));
  }

  private static boolean hasRule(LabHost host, String address) {
    return TestLab.run(host, "sh", "-c", rulesFor(address)).exit() == 0;
  }

  /// A command that succeeds when the kernel has a rule that leads there, or to what begins so and
  /// ends with a dot, whichever proxy has made it.
  static String rulesFor(String address) {
    String end = address.endsWith(".") ? "" : "[ :]";
    return "(nft list table ip troupe-proxy; ipvsadm -Ln) 2> /dev/null | grep -qE '(: |-> )%s%s'"
        .formatted(address.replace(".", "[.]"), end);
  }

  /// A service whose pods say who they are, at `/hostname`, from their first moment on.
  static void apply(Api api, String link, int replicas, String image) {
    apply(api, link, replicas, image, "ports: [\"80:8080/tcp\"]");
  }

  private static void apply(Api api, String link, int replicas, String image, String network) {
    String[] parts = link.split(":");
    String service =
        """
        kind: Service
        meta: {name: %s, namespace: %s}
        spec:
          replicas: %d
          network: {%s}
          template:
            termination: 5
            containers:
              - name: main
                image: {name: "%s", policy: missing}
                entrypoint: /bin/busybox
                args: ["httpd", "-f", "-p", "8080", "-h", "/etc"]
                resources:
                  quota: {ram: 8mib, cpu: "0.01"}
        """
            .formatted(parts[1], parts[0], replicas, network, image);
    api.apply(Manifests.all(Manifests.namespace(parts[0]), service)).ok();
  }

  private static JsonNode endpoint(Api api, String link) {
    return api.get("/v2/endpoints/" + link.replace(':', '/')).ok();
  }

  static String address(Api api, String link) {
    return endpoint(api, link).path("address").asText();
  }

  /// The addresses of the pods that get new connections.
  static Set<String> serving(Api api, String link) {
    Set<String> addresses = new TreeSet<>();
    for (JsonNode backend : endpoint(api, link).path("backends")) {
      if (!backend.path("draining").asBoolean()) {
        addresses.add(backend.path("address").asText());
      }
    }
    return addresses;
  }

  private static List<JsonNode> pods(String namespace) {
    return api.list("pod", namespace);
  }

  static TestLab.Ran call(LabHost host, String url) {
    return TestLab.run(host, "curl", "-sSf", "--max-time", "60", "http://" + url + "/hostname");
  }

  /// Runs a command of busybox in each pod of [#WEB] on a host; those of other services may be
  /// about to end.
  private static List<String> inPods(LabHost host, String command) {
    String script =
        "for c in $(docker ps --format '{{.ID}} {{.Label \"io.troupe.pod\"}}' | grep ' "
            + WEB
            + ":' | cut -d ' ' -f 1); do"
            + " docker exec $c /bin/busybox sh -c '"
            + command
            + "' || exit 1; done";
    return List.of(TestLab.run(host, "sh", "-c", script).ok().split("\n"));
  }

  @Test
  void everyPodReachesEveryOtherOneWithSmallAndLargePackets() {
    for (String to : serving(api, WEB)) {
      for (LabHost host : lab.hosts()) {
        for (int size : new int[] {56, 1_400, 1_450, 65_000}) {
          assertThat(inPods(host, "busybox ping -c 1 -W 20 -s " + size + " " + to))
              .anyMatch(line -> line.contains("1 packets received"));
        }
      }
    }
  }

  @Test
  void aServiceIsCalledByAddressAndNameFromEveryHostAndPod() {
    String address = address(api, WEB);
    for (LabHost host : lab.hosts()) {
      Set<String> answered = new TreeSet<>();
      for (int i = 0; i < 12; i++) {
        answered.add(call(host, address).ok().strip());
      }
      assertThat(answered).as("who answers " + host.name()).hasSize(REPLICAS);
      for (String name : List.of(address, "web", "web.net", "web.net.lb.local")) {
        assertThat(
                inPods(
                    host,
                    "printf \"GET /hostname HTTP/1.0\\r\\n\\r\\n\" | busybox nc -w 20 "
                        + name
                        + " 80"))
            .as("%s called by the pods of %s", name, host.name())
            .anyMatch(line -> line.contains("200 OK"));
      }
      assertThat(inPods(host, "busybox nslookup web.net.lb.local"))
          .anyMatch(line -> line.contains(address));
    }
  }

  @Test
  void nodesNameTheDriversThatTheirKernelsAreUsedBy() {
    for (LabHost host : lab.hosts()) {
      eventually(() -> {
        JsonNode condition = api.get("/cluster/node/" + host.name()).ok().at("/status/state");
        assertThat(condition.at("/cni/type").asText()).isEqualTo("vxlan");
        assertThat(condition.at("/cni/state").asText()).isEqualTo("ready");
        assertThat(condition.at("/cpi/type").asText()).isEqualTo(proxyOf(host));
        assertThat(condition.at("/cpi/state").asText()).isEqualTo("ready");
      });
    }
  }

  /// The service proxy whose rules a host's kernel has.
  private static String proxyOf(LabHost host) {
    if (TestLab.run(host, "ip", "link", "show", "dev", "troupe-ipvs").exit() == 0) {
      return "ipvs";
    }
    TestLab.run(host, "nft", "list", "map", "ip", "troupe-proxy", "services").ok();
    return "nftables";
  }

  @Test
  void everyHostFindsAServiceByNameAtItsGateway() {
    for (LabHost host : lab.hosts()) {
      String said =
          TestLab.run(host, "busybox", "nslookup", "web.net.lb.local", gateway(host)).ok();
      String found = said.substring(said.lastIndexOf("Address: ") + 9).strip();
      assertThat(found).as(said).isEqualTo(address(api, WEB));
      call(host, found).ok();
    }
  }

  private static String gateway(LabHost host) {
    return subnet(host) + "1";
  }

  /// The addresses of a host's pods, up to their last dot.
  private static String subnet(LabHost host) {
    String cidr = api.resource("node", host.name()).at("/meta/cidr").asText();
    return cidr.substring(0, cidr.lastIndexOf('.') + 1);
  }

  @Test
  void aServiceThatIsMadeAgainIsFoundAtItsNewAddressOnly() {
    String old = made(AGAIN, TestImage.ONE);
    lab.hosts()
        .forEach(host -> eventually(() -> assertThat(lookUp(host, AGAIN_NAME)).contains(old)));
    remove(AGAIN);
    String now = made(AGAIN, TestImage.TWO);
    assertThat(now).isNotEqualTo(old);
    lab.hosts()
        .forEach(host -> eventually(() -> assertThat(lookUp(host, AGAIN_NAME)).contains(now)));
    for (int i = 0; i < 10; i++) {
      for (LabHost host : lab.hosts()) {
        assertThat(lookUp(host, AGAIN_NAME)).contains(now).doesNotContain(old);
      }
    }
    remove(AGAIN);
  }

  /// Makes a service of one pod, which the kernels of all hosts know.
  ///
  /// @return its address
  private static String made(String link, String image) {
    apply(api, link, 1, image);
    eventually(() -> assertThat(serving(api, link)).hasSize(1));
    awaitRules(api, link, lab.hosts());
    return address(api, link);
  }

  private static void remove(String link) {
    api.deleteService(link).ok();
    eventually(() -> assertThat(api.find("service", link)).isEmpty());
  }

  /// What the pods of a host are told about a name, word by word.
  ///
  /// @param question as busybox takes it
  private static List<String> lookUp(LabHost host, String question) {
    return List.of(String.join("\n", inPods(host, "busybox nslookup " + question)).split("\\s"));
  }

  /// Addresses are asked of the node's name server, past Docker's, which knows the containers of
  /// its own host by their names there.
  @Test
  void thePodsOfAHeadlessServiceAreFoundByItsPortAndByTheirAddresses() {
    apply(api, PODS, 2, TestImage.ONE, "ip: none, ports: [\"80:8080/tcp\"]");
    eventually(() -> assertThat(serving(api, PODS)).hasSize(2));
    assertThat(address(api, PODS)).isEmpty();
    LabHost host = test.host(1);
    eventually(
        () -> assertThat(lookUp(host, "db.net-pods.lb.local")).containsAll(serving(api, PODS)));
    List<String> ports = answers(host, "-type=srv _80._tcp.db.net-pods.lb.local", "service = ");
    assertThat(ports).hasSize(2).allMatch(port -> port.startsWith("0 1 8080 "));
    Set<String> named = new TreeSet<>();
    for (String address : serving(api, PODS)) {
      String question = "-type=ptr " + backwards(address) + " " + gateway(host);
      List<String> names = answers(host, question, "name = ");
      assertThat(names).hasSize(1);
      assertThat(lookUp(host, names.getFirst())).contains(address);
      named.add("0 1 8080 " + names.getFirst());
    }
    assertThat(ports).containsExactlyInAnyOrderElementsOf(named);
    remove(PODS);
  }

  /// What follows some words in what the pods of a host are told, each once.
  private static List<String> answers(LabHost host, String question, String words) {
    return inPods(host, "busybox nslookup " + question).stream()
        .filter(line -> line.contains(words))
        .map(line -> line.substring(line.indexOf(words) + words.length()).strip())
        .distinct()
        .toList();
  }

  private static String backwards(String address) {
    String[] parts = address.split("[.]");
    return "%s.%s.%s.%s.in-addr.arpa".formatted(parts[3], parts[2], parts[1], parts[0]);
  }

  @Test
  void sameNamesInTwoNamespacesAreTwoServices() {
    apply(api, OTHER, 1, TestImage.ONE);
    eventually(() -> assertThat(serving(api, OTHER)).hasSize(1));
    assertThat(address(api, OTHER)).isNotEqualTo(address(api, WEB));
    LabHost host = test.host(2);
    eventually(() -> call(host, address(api, OTHER)).ok());
    String other = call(host, address(api, OTHER)).ok();
    for (int i = 0; i < 6; i++) {
      assertThat(call(host, address(api, WEB)).ok()).isNotEqualTo(other);
    }
    remove(OTHER);
    assertThat(api.get("/v2/endpoints/net-b/web").status()).isEqualTo(404);
  }

  @Test
  void noRequestFailsWhileAServiceIsScaledAndRedeployed() throws Exception {
    String address = address(api, WEB);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<String>> callers = new ArrayList<>();
      for (LabHost host : List.of(test.host(1), test.host(2))) {
        callers.add(
            threads.submit(() -> TestLab.run(host, "sh", "-c", callUntilGone(address)).said()));
      }
      eventually(() -> assertThat(exists("/run/calling")).isTrue());
      apply(api, WEB, 6, TestImage.ONE);
      eventually(() -> assertThat(serving(api, WEB)).hasSize(6));
      apply(api, WEB, 2, TestImage.ONE);
      eventually(() -> assertThat(pods("net")).hasSize(2));
      Set<String> old = serving(api, WEB);
      apply(api, WEB, 2, TestImage.TWO);
      eventually(() -> {
        assertThat(serving(api, WEB)).hasSize(2).doesNotContainAnyElementsOf(old);
        assertThat(pods("net")).hasSize(2);
      });
      lab.hosts().forEach(host -> TestLab.run(host, "rm", "-f", "/run/calling").ok());
      for (Future<String> caller : callers) {
        assertThat(caller.get().strip()).as("failed calls").matches("[1-9][0-9]+ 0");
      }
    }
  }

  /// Calls without pause while a file is there, and says how many calls went well and how many did
  /// not.
  private static String callUntilGone(String address) {
    return "touch /run/calling; ok=0; bad=0; while [ -e /run/calling ]; do"
        + " if curl -sf --max-time 20 -o /dev/null http://"
        + address
        + "/hostname; then ok=$((ok+1)); else bad=$((bad+1)); fi; done; echo $ok $bad";
  }

  private static boolean exists(String file) {
    return TestLab.run(test.host(1), "test", "-e", file).exit() == 0;
  }

  @Test
  void podsOfAHostThatIsCutOffLeaveTheEndpointsAndComeBackOnce() throws Exception {
    Stalls.assertShorter(LEFT, NetworkTest::untilPodsOfALostHostHaveLeft);
  }

  private static Duration untilPodsOfALostHostHaveLeft() {
    LabHost lost = test.host(3);
    String subnet = subnet(lost);
    assertThat(serving(api, WEB)).anyMatch(one -> one.startsWith(subnet));
    long cut = System.nanoTime();
    lab.cutOff(lost);
    eventually(
        () -> assertThat(serving(api, WEB)).isNotEmpty().noneMatch(one -> one.startsWith(subnet)));
    final Duration left = Duration.ofNanos(System.nanoTime() - cut);
    eventually(() -> assertThat(hasRule(test.host(1), subnet)).isFalse());
    for (int i = 0; i < 6; i++) {
      call(test.host(1), address(api, WEB)).ok();
    }
    lab.heal();
    eventually(() -> {
      assertThat(serving(api, WEB)).hasSize(REPLICAS);
      assertThat(pods("net")).hasSize(REPLICAS);
    });
    return left;
  }
}
