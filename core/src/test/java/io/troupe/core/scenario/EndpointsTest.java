package io.troupe.core.scenario;

import static io.troupe.core.scenario.Demo.PLACEMENT;
import static io.troupe.core.scenario.Demo.WEB;
import static io.troupe.core.scenario.Demo.deployment;
import static io.troupe.core.scenario.Demo.podSpec;
import static io.troupe.core.scenario.Demo.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Balance;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Endpoints;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.ServicePort;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodNote;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.pod.PodState;
import io.troupe.core.service.Address;
import io.troupe.core.service.Network;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.service.ServiceState;
import io.troupe.core.template.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private final Map<Ref, PodState> pods = new TreeMap<>();
  private final Map<String, Liveness> nodes =
      new TreeMap<>(Map.of("n1", Liveness.ONLINE, "n2", Liveness.ONLINE));

  private static ServiceState active(String serves, int replicas, Network network) {
    ServiceSpec spec = service(replicas, "web:1");
    return new ServiceState.Active(
        new ServiceSpec("", Map.of(), replicas, spec.selector(), network, "lc", spec.template(), 0),
        null,
        new TreeMap<>(),
        serves,
        2,
        1,
        Address.of(Ipv4.parse("10.43.0.1")),
        Given.NOW,
        Given.NOW);
  }

  private static Network ports() {
    return new Network("", new TreeMap<>(Map.of(80, "8080/tcp", 53, "5353/*")));
  }

  private static PodState.Facts facts(String deployment) {
    PodSpec spec = podSpec();
    return new PodState.Facts(
        new PodSpec(deployment(deployment), spec.template(), spec.selector(), spec.hash()),
        Given.NOW,
        Given.NOW,
        3,
        PodNote.PLANNED,
        PodNote.PLANNED);
  }

  private void pod(String token, String deployment, String node, Phase phase) {
    Ref pod = new Ref(Kind.POD, "demo:web:d_" + deployment + ":" + token);
    pods.put(
        pod, new PodState.Assigned(facts(deployment), node, PLACEMENT, seen(phase, pods.size())));
  }

  private void ending(String token, String deployment, boolean lost) {
    Ref pod = new Ref(Kind.POD, "demo:web:d_" + deployment + ":" + token);
    pods.put(
        pod,
        new PodState.Destroying(
            facts(deployment), "n1", seen(Phase.RUNNING, pods.size()), "scaled down", lost));
  }

  private static Observation seen(Phase phase, int number) {
    return new Observation(phase, "", "10.42.1." + (number + 2), "10.0.0.1", List.of());
  }

  private Endpoint endpoint(ServiceState state) {
    return Endpoints.of(WEB, state, 7, pods, node -> Optional.ofNullable(nodes.get(node)))
        .orElseThrow();
  }

  private List<String> serving(ServiceState state) {
    return endpoint(state).serving().stream().map(one -> one.pod().name()).toList();
  }

  private List<String> draining(ServiceState state) {
    return endpoint(state).backends().stream()
        .filter(one -> one.draining())
        .map(one -> one.pod().name())
        .toList();
  }

  @Test
  void hasTheServicesAddressPortsAndBalance() {
    Endpoint endpoint = endpoint(active("v1", 1, ports()));
    assertThat(endpoint.address()).isEqualTo(Ipv4.parse("10.43.0.1"));
    assertThat(endpoint.balance()).isEqualTo(Balance.LC);
    assertThat(endpoint.ports())
        .containsExactly(
            new ServicePort(53, Protocol.TCP, 5353),
            new ServicePort(53, Protocol.UDP, 5353),
            new ServicePort(80, Protocol.TCP, 8080));
  }

  @Test
  void callsOnlyPodsThatRun() {
    pod("aaaaaaa", "v1", "n1", Phase.RUNNING);
    pod("bbbbbbb", "v1", "n2", Phase.STARTING);
    pod("ccccccc", "v1", "n2", Phase.STOPPED);
    assertThat(serving(active("v1", 3, ports()))).containsExactly("aaaaaaa");
    assertThat(draining(active("v1", 3, ports()))).isEmpty();
  }

  @Test
  void callsTheDeploymentThatServesAndDrainsTheOther() {
    pod("aaaaaaa", "v1", "n1", Phase.RUNNING);
    pod("bbbbbbb", "v2", "n2", Phase.RUNNING);
    assertThat(serving(active("v1", 1, ports()))).containsExactly("aaaaaaa");
    assertThat(draining(active("v1", 1, ports()))).containsExactly("bbbbbbb");
    assertThat(serving(active("v2", 1, ports()))).containsExactly("bbbbbbb");
    assertThat(serving(active("", 1, ports()))).containsExactly("aaaaaaa", "bbbbbbb");
  }

  @Test
  void callsAnotherDeploymentRatherThanNobody() {
    pod("aaaaaaa", "v1", "n1", Phase.RUNNING);
    assertThat(serving(active("v2", 1, ports()))).containsExactly("aaaaaaa");
  }

  @Test
  void drainsAPodThatEndsUnlessItIsTheLastOne() {
    ending("aaaaaaa", "v1", false);
    assertThat(serving(active("v1", 1, ports()))).containsExactly("aaaaaaa");
    pod("bbbbbbb", "v1", "n2", Phase.RUNNING);
    assertThat(serving(active("v1", 1, ports()))).containsExactly("bbbbbbb");
    assertThat(draining(active("v1", 1, ports()))).containsExactly("aaaaaaa");
  }

  @Test
  void callsNobodyWhenNobodyIsWanted() {
    ending("aaaaaaa", "v1", false);
    assertThat(serving(active("v1", 0, ports()))).isEmpty();
    assertThat(draining(active("v1", 0, ports()))).containsExactly("aaaaaaa");
  }

  @Test
  void leavesOutANodeThatIsNotHeard() {
    pod("aaaaaaa", "v1", "n1", Phase.RUNNING);
    pod("bbbbbbb", "v1", "n2", Phase.RUNNING);
    nodes.put("n1", Liveness.SUSPECT);
    assertThat(serving(active("v1", 2, ports()))).containsExactly("bbbbbbb");
    nodes.put("n2", Liveness.SUSPECT);
    assertThat(serving(active("v1", 2, ports()))).containsExactly("aaaaaaa", "bbbbbbb");
    nodes.put("n1", Liveness.OFFLINE);
    nodes.remove("n2");
    assertThat(endpoint(active("v1", 2, ports())).backends()).isEmpty();
  }

  @Test
  void forgetsALostPodAtOnce() {
    ending("aaaaaaa", "v1", true);
    assertThat(endpoint(active("v1", 1, ports())).backends()).isEmpty();
  }

  @Test
  void thereIsNoneForAServiceThatIsNotCalled() {
    ServiceState bare = active("v1", 1, Network.NONE);
    assertThat(Endpoints.of(WEB, bare, 7, pods, _ -> Optional.empty())).isEmpty();
    assertThat(Endpoints.isReached(bare)).isFalse();
    assertThat(Endpoints.isReached(active("v1", 1, new Network("none", new TreeMap<>())))).isTrue();
  }
}
