package io.troupe.it.lab;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Container;
import io.troupe.cli.lab.Lab;
import io.troupe.cli.lab.LabHost;
import io.troupe.cli.lab.LabPlan;
import io.troupe.it.Api;
import io.troupe.it.Docker;
import io.troupe.it.Manifests;
import io.troupe.it.TestImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/// A cluster in a lab, its first host the control member, with one service on it; and what runs of
/// it on each host as that host's Docker Engine says.
final class Cluster implements AutoCloseable {
  static final String SPACE = "it-lab";
  static final String SERVICE = SPACE + ":web";

  private static final Duration LOOK = Duration.ofMillis(250);

  private final TestLab test;
  private final Map<LabHost, Docker> engines = new HashMap<>();

  private Cluster(TestLab test) {
    this.test = test;
  }

  /// A container that runs, and for what.
  record Running(String host, String pod, String id, long pid) {}

  static Cluster up(LabPlan plan) {
    Cluster cluster = new Cluster(TestLab.up(plan));
    cluster.lab().hosts().forEach(host -> cluster.engines.put(host, cluster.test.docker(host)));
    return cluster;
  }

  Lab lab() {
    return test.lab();
  }

  LabHost host(int number) {
    return test.host(number);
  }

  Api api() {
    return test.api(host(1));
  }

  /// Returns when all links are whole, all nodes ready, and so many pods run on fresh placements,
  /// some on every host, whatever happened before.
  void serveAnew(int replicas) {
    lab().heal();
    eventually(() ->
        assertThat(nodes())
            .containsOnlyKeys("host1", "host2", "host3")
            .doesNotContainValue("offline"));
    serve(0);
    serve(replicas);
    lab().hosts().forEach(host -> assertThat(running(host)).isNotEmpty());
  }

  /// Returns when so many pods are ready, spread over all hosts where they can be.
  void serve(int replicas) {
    String service = Manifests.service(SERVICE, replicas, TestImage.ONE);
    api().apply(Manifests.all(Manifests.namespace(SPACE), service)).ok();
    settle(replicas);
  }

  /// Returns when so many pods run, each once, and the control plane says so too.
  void settle(int replicas) {
    eventually(() -> {
      assertThat(running()).hasSize(replicas);
      assertThat(podsReady())
          .isEqualTo(new TreeSet<>(running().stream().map(Running::pod).toList()));
    });
  }

  /// The pods that the control plane takes for ready.
  Set<String> podsReady() {
    Set<String> ready = new TreeSet<>();
    for (JsonNode pod : api().list("pod", SPACE)) {
      if (pod.at("/status/state").asText().equals("ready")) {
        ready.add(pod.at("/meta/self_link").asText());
      }
    }
    return ready;
  }

  /// The node states that the control plane tells, by name.
  Map<String, String> nodes() {
    Map<String, String> states = new HashMap<>();
    api()
        .get("/v2/resources/node")
        .ok()
        .path("items")
        .forEach(
            node -> states.put(node.at("/meta/name").asText(), node.at("/status/state").asText()));
    return states;
  }

  /// What really runs, on all hosts.
  List<Running> running() {
    List<Running> all = new ArrayList<>();
    engines.forEach((host, engine) -> all.addAll(running(host, engine)));
    all.sort(Comparator.comparing(Running::id));
    return all;
  }

  List<Running> running(LabHost host) {
    return running(host, engines.get(host));
  }

  private static List<Running> running(LabHost host, Docker engine) {
    List<Running> all = new ArrayList<>();
    for (Container container : engine.containers(host.name())) {
      if ("running".equals(container.getState())) {
        String pod = container.labels.get("io.troupe.pod");
        long pid = engine.inspect(container).getState().getPidLong();
        all.add(new Running(host.name(), pod, container.getId(), pid));
      }
    }
    return all;
  }

  /// Fails unless exactly this runs, all that time.
  void staysFor(Duration time, List<Running> what) {
    long end = System.nanoTime() + time.toNanos();
    do {
      assertThat(running()).isEqualTo(what);
      LockSupport.parkNanos(LOOK.toNanos());
    } while (System.nanoTime() < end);
    assertThat(running()).isEqualTo(what);
  }

  /// Runs no pod twice.
  void assertNoPodTwice() {
    assertThat(running().stream().map(Running::pod)).doesNotHaveDuplicates();
  }

  @Override
  public void close() {
    engines.values().forEach(Docker::close);
    test.close();
  }
}
