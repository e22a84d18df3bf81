package io.troupe.core.network;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import io.troupe.core.service.Network;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.service.ServiceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rule by which a service's endpoint follows from the service, its pods and their nodes. There
/// is no record of endpoints beside these: whoever knows the three knows the endpoint.
///
/// The pods of the deployment that serves are called. Where none of them can be, those of another
/// deployment are, rather than nobody; then those on a node that is suspect; then those that are
/// about to end. All others that run get no new connections.
public final class Endpoints {
  private Endpoints() {}

  /// The endpoint of a service; empty for one that is not called at all.
  ///
  /// @param version what the endpoint is numbered with
  /// @param pods the service's pods, in any phase
  /// @param nodes how a node is heard; empty for one that is gone
  public static Optional<Endpoint> of(
      Ref service,
      ServiceState state,
      long version,
      Map<Ref, PodState> pods,
      Function<String, Optional<Liveness>> nodes) {
    return switch (state) {
      case ServiceState.Active active ->
          of(service, active.spec(), version)
              .map(bare ->
                  with(
                      bare, active.address().called().orElse(null), backends(active, pods, nodes)));
      case ServiceState.Destroying destroying ->
          of(service, destroying.spec(), version)
              .map(bare -> with(bare, address(destroying), draining(candidates(pods, nodes))));
      case ServiceState.Absent _, ServiceState.Requested _, ServiceState.Removed _ ->
          Optional.empty();
    };
  }

  /// Once nothing is left of it the pool may give its address to another one.
  private static @Nullable Ipv4 address(ServiceState.Destroying destroying) {
    return destroying.deployments().isEmpty() ? null : destroying.address().called().orElse(null);
  }

  /// Whether a service is called at all.
  public static boolean isReached(ServiceState state) {
    return switch (state) {
      case ServiceState.Active active -> active.spec().network().isReached();
      case ServiceState.Destroying destroying -> destroying.spec().network().isReached();
      case ServiceState.Absent _, ServiceState.Requested _, ServiceState.Removed _ -> false;
    };
  }

  /// The service that a pod belongs to, by its self-link.
  public static Ref serviceOf(Ref pod) {
    int first = pod.link().indexOf(':');
    int second = pod.link().indexOf(':', first + 1);
    return new Ref(Kind.SERVICE, second < 0 ? pod.link() : pod.link().substring(0, second));
  }

  private static Optional<Endpoint> of(Ref service, ServiceSpec spec, long version) {
    Network network = spec.network();
    return network.isReached()
        ? Optional.of(
            new Endpoint(
                service,
                version,
                null,
                network.servicePorts(),
                Balance.of(spec.strategy()),
                List.of()))
        : Optional.empty();
  }

  private static Endpoint with(Endpoint bare, @Nullable Ipv4 address, List<Backend> backends) {
    return new Endpoint(
        bare.service(), bare.version(), address, bare.ports(), bare.balance(), backends);
  }

  /// A pod that runs and has an address.
  private record Candidate(
      Ref pod, Ipv4 address, String node, Ref deployment, boolean ending, boolean suspect) {
    Backend backend(boolean draining) {
      return new Backend(pod, address, node, draining);
    }
  }

  private static List<Backend> backends(
      ServiceState.Active active,
      Map<Ref, PodState> pods,
      Function<String, Optional<Liveness>> nodes) {
    List<Candidate> all = candidates(pods, nodes);
    if (active.spec().replicas() == 0) {
      return draining(all);
    }
    Predicate<Candidate> stays = one -> !one.ending();
    Predicate<Candidate> heard = one -> !one.suspect();
    Predicate<Candidate> serves =
        one -> active.active().isEmpty() || one.deployment().name().equals(active.active());
    for (Predicate<Candidate> rule :
        List.of(stays.and(heard).and(serves), stays.and(heard), stays, heard)) {
      if (all.stream().anyMatch(rule)) {
        return all.stream().map(one -> one.backend(!rule.test(one))).toList();
      }
    }
    return draining(all);
  }

  private static List<Backend> draining(List<Candidate> all) {
    return all.stream().map(one -> one.backend(true)).toList();
  }

  private static List<Candidate> candidates(
      Map<Ref, PodState> pods, Function<String, Optional<Liveness>> nodes) {
    List<Candidate> all = new ArrayList<>();
    pods.forEach((pod, state) -> candidate(pod, state, nodes).ifPresent(all::add));
    all.sort(Comparator.comparing(Candidate::pod));
    return all;
  }

  private static Optional<Candidate> candidate(
      Ref pod, PodState state, Function<String, Optional<Liveness>> nodes) {
    Observation seen = PodStatus.observed(state);
    boolean lost = state instanceof PodState.Destroying destroying && destroying.lost();
    if (!seen.callable() || lost) {
      return Optional.empty();
    }
    boolean ending = state instanceof PodState.Destroying;
    return PodStatus.node(state)
        .flatMap(node ->
            nodes
                .apply(node)
                .filter(liveness -> liveness != Liveness.OFFLINE)
                .flatMap(liveness ->
                    PodStatus.facts(state)
                        .map(facts ->
                            new Candidate(
                                pod,
                                Ipv4.parse(seen.podIp()),
                                node,
                                facts.spec().owner(),
                                ending,
                                liveness == Liveness.SUSPECT))));
  }
}
