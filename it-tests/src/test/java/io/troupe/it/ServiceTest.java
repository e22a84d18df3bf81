package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import io.troupe.persistence.net.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job: a manifest goes in, containers run exactly as it says.
class ServiceTest {
  private static final String SPACE = "it-service";

  @TempDir static Path directory;
  private static Docker docker;
  private static TroupeProcess troupe;
  private static Api api;

  @BeforeAll
  static void start() {
    docker = Docker.require();
    troupe = TroupeProcess.docker(directory.resolve("data"), docker).start();
    api = troupe.api();
    api.apply(Manifests.namespace(SPACE)).ok();
  }

  @AfterAll
  static void clean() {
    if (troupe != null) {
      docker.clean(troupe);
      docker.close();
    }
  }

  private static void apply(String manifest) {
    troupe.cliWith(manifest, "apply", "-f", "-").ok();
  }

  private static void awaitReady(String service, int replicas) {
    eventually(() -> {
      assertThat(api.resource("service", service).at("/status/state").asText()).isEqualTo("ready");
      assertThat(docker.containers(troupe, service)).hasSize(replicas);
      assertThat(docker.running(troupe, service)).hasSize(replicas);
    });
  }

  @Test
  void threeReplicasRunExactlyAsTheManifestSays() {
    String link = SPACE + ":exact";
    apply(
        """
        kind: Service
        meta: {name: exact, namespace: it-service, labels: {app: exact}}
        spec:
          replicas: 3
          template:
            termination: 7
            containers:
              - name: main
                image: {name: "troupe/it:1", policy: never}
                entrypoint: /bin/sh
                args: ["-c", "trap 'exit 0' TERM; sleep 1000000 & wait", "two words", ""]
                workdir: /tmp
                env:
                  - {name: GREETING, value: "Hello, = world"}
                  - {name: EMPTY, value: ""}
                ports: ["8080/tcp", "5353/udp"]
                security: {user: "1000:1001"}
                labels: {team: blue}
                resources:
                  limits: {ram: 48mib, cpu: "0.25"}
                  quota: {ram: 8mib, cpu: "0.01"}
              - name: side
                image: {name: "troupe/it:2", policy: never}
                entrypoint: /run
        """);
    awaitReady(link, 6);

    List<Container> main = named(link, "main");
    assertThat(main).hasSize(3);
    assertThat(main.stream().map(Docker::role)).doesNotHaveDuplicates();
    for (Container container : main) {
      InspectContainerResponse seen = docker.inspect(container);
      assertThat(seen.getConfig().getImage()).isEqualTo("troupe/it:1");
      assertThat(seen.getPath()).isEqualTo("/bin/sh");
      assertThat(seen.getArgs())
          .containsExactly("-c", "trap 'exit 0' TERM; sleep 1000000 & wait", "two words", "");
      assertThat(seen.getConfig().getEnv())
          .containsExactlyInAnyOrder("GREETING=Hello, = world", "EMPTY=");
      assertThat(seen.getConfig().getWorkingDir()).isEqualTo("/tmp");
      assertThat(seen.getConfig().getUser()).isEqualTo("1000:1001");
      assertThat(seen.getConfig().getExposedPorts())
          .containsExactlyInAnyOrder(ExposedPort.tcp(8080), ExposedPort.udp(5353));
      assertThat(seen.getHostConfig().getPortBindings()).isNull();
      assertThat(seen.getHostConfig().getMemory()).isEqualTo(48L << 20);
      assertThat(seen.getHostConfig().getNanoCPUs()).isEqualTo(250_000_000);
      assertThat(seen.getHostConfig().getPrivileged()).isFalse();
      assertThat(seen.getConfig().getLabels())
          .containsEntry("team", "blue")
          .containsEntry("io.troupe.node", troupe.node())
          .containsEntry("io.troupe.container", "main")
          .containsEntry("io.troupe.grace", "7")
          .containsKeys("io.troupe.pod", "io.troupe.hash", "io.troupe.revision");
      assertThat(api.find("pod", seen.getConfig().getLabels().get("io.troupe.pod"))).isPresent();
    }
    assertThat(named(link, "side").stream().map(c -> c.labels.get("io.troupe.pod")))
        .containsExactlyInAnyOrderElementsOf(
            main.stream().map(c -> c.labels.get("io.troupe.pod")).toList());
    remove(link);
  }

  private static List<Container> named(String service, String container) {
    return docker.running(troupe, service).stream()
        .filter(c -> container.equals(c.labels.get("io.troupe.container")))
        .toList();
  }

  private static void remove(String link) {
    api.deleteService(link).ok();
    eventually(() -> {
      assertThat(api.find("service", link)).isEmpty();
      assertThat(docker.containers(troupe, link)).isEmpty();
    });
  }

  @Test
  void aPortOfTheHostLeadsToTheContainer() throws IOException {
    String link = SPACE + ":edge";
    int port = FreePort.next();
    apply(
        Manifests.service(link, 1, TestImage.ONE)
            .replace(
                "entrypoint: /run",
                "entrypoint: /run\n        ports: [\"%d:8080/tcp\", \"%d:53/udp\"]"
                    .formatted(port, port)));
    awaitReady(link, 1);
    Map<ExposedPort, Ports.Binding[]> bindings =
        docker
            .inspect(docker.containers(troupe, link).getFirst())
            .getHostConfig()
            .getPortBindings()
            .getBindings();
    assertThat(bindings).containsOnlyKeys(ExposedPort.tcp(8080), ExposedPort.udp(53));
    assertThat(bindings.values())
        .allSatisfy(binding ->
            assertThat(binding).containsExactly(Ports.Binding.bindIpAndPort("127.0.0.1", port)));
    remove(link);
  }

  @Test
  void scalesUpAndDownAndKeepsTheContainersThatStay() {
    String link = SPACE + ":scaled";
    apply(Manifests.service(link, 3, TestImage.ONE));
    awaitReady(link, 3);
    List<String> three = Docker.ids(docker.running(troupe, link));
    scale(5);
    awaitReady(link, 5);
    List<String> five = Docker.ids(docker.running(troupe, link));
    assertThat(five).containsAll(three);
    scale(1);
    awaitReady(link, 1);
    assertThat(five).containsAll(Docker.ids(docker.running(troupe, link)));
    scale(0);
    eventually(() -> assertThat(docker.containers(troupe, link)).isEmpty());
    assertThat(api.find("service", link)).isPresent();
    remove(link);
  }

  private static void scale(int replicas) {
    troupe
        .cli("scale", "service/scaled", "-n", SPACE, "--replicas", Integer.toString(replicas))
        .ok();
  }

  @Test
  void aNewImageReplacesTheOldDeploymentOnlyWhenItIsReady() {
    String link = SPACE + ":rolled";
    apply(Manifests.service(link, 3, TestImage.ONE));
    awaitReady(link, 3);
    try (Sampling<Integer> serving = Sampling.of(() -> docker.running(troupe, link).size())) {
      apply(Manifests.service(link, 3, TestImage.TWO));
      eventually(() ->
          assertThat(docker.containers(troupe, link))
              .hasSize(3)
              .allSatisfy(c -> assertThat(c.getImage()).isEqualTo(TestImage.TWO)));
      assertThat(serving.values())
          .hasSizeGreaterThan(3)
          .allSatisfy(now -> assertThat(now).isGreaterThanOrEqualTo(3));
    }
    eventually(() ->
        assertThat(api.resource("service", link).path("deployments").fieldNames())
            .toIterable()
            .containsExactly(link + ":v2"));
    List<JsonNode> events = api.history("service", link);
    assertThat(ofType(events, "service.DeploymentPlanned")).hasSize(2);
    assertThat(ofType(events, "service.DeploymentRetired")).hasSize(1);
    assertThat(ofType(events, "service.DeploymentRetired").getFirst().path("seq").asLong())
        .isGreaterThan(
            ofType(events, "service.DeploymentNoted").stream()
                .filter(e -> e.at("/event/name").asText().equals("v2"))
                .filter(e -> e.at("/event/note/condition").asText().equals("READY"))
                .findFirst()
                .orElseThrow()
                .path("seq")
                .asLong());
    remove(link);
  }

  private static List<JsonNode> ofType(List<JsonNode> events, String type) {
    return events.stream().filter(event -> event.path("type").asText().equals(type)).toList();
  }

  @Test
  void aBadImageLeavesTheOldOneServingAndSaysWhy() {
    String link = SPACE + ":broken";
    apply(Manifests.service(link, 2, TestImage.ONE));
    awaitReady(link, 2);
    final List<String> serving = Docker.ids(docker.running(troupe, link));
    String bad = "127.0.0.1:1/nothing:1";
    apply(Manifests.service(link, 2, bad));
    eventually(() ->
        assertThat(api.resource("service", link).at("/status/message").asText())
            .contains(bad, "cannot be pulled"));
    assertThat(api.resource("service", link).at("/status/state").asText())
        .isIn("error", "degradation");
    assertThat(Docker.ids(docker.running(troupe, link))).isEqualTo(serving);
    assertThat(troupe.cli("describe", "service", "broken", "-n", SPACE).ok()).contains(bad);
    assertThat(troupe.cli("get", "pods", "-n", SPACE, "-o", "wide").ok()).contains(bad);

    apply(Manifests.service(link, 2, TestImage.TWO));
    eventually(() ->
        assertThat(docker.containers(troupe, link))
            .hasSize(2)
            .allSatisfy(c -> assertThat(c.getImage()).isEqualTo(TestImage.TWO)));
    eventually(() -> {
      assertThat(api.resource("service", link).at("/status/state").asText()).isEqualTo("ready");
      assertThat(api.resource("service", link).at("/status/message").asText()).isEmpty();
      assertThat(api.resource("service", link).path("deployments")).hasSize(1);
    });
    remove(link);
  }
}
