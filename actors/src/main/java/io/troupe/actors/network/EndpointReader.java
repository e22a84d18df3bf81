package io.troupe.actors.network;

import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import io.troupe.core.network.Endpoints;
import io.troupe.core.network.Ipv4;
import io.troupe.core.network.Peer;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.NodeState.Liveness;
import io.troupe.core.pod.PodState;
import io.troupe.core.service.ServiceState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Endpoints and peers as a view has them.
public final class EndpointReader {
  private EndpointReader() {}

  /// All endpoints of a namespace, or of all where it is empty, in order of their services.
  public static List<Endpoint> endpoints(View view, String namespace) {
    return view.list(Kind.SERVICE, namespace).stream()
        .flatMap(item -> endpoint(view, item.resource()).stream())
        .toList();
  }

  /// The endpoint of a service; empty when there is no such service, or it is not called at all.
  public static Optional<Endpoint> endpoint(View view, Ref service) {
    return view.find(service)
        .filter(item -> Endpoints.isReached((ServiceState) item.state()))
        .flatMap(item ->
            Endpoints.of(
                service,
                (ServiceState) item.state(),
                view.revision(),
                pods(view, service),
                node -> liveness(view, node)));
  }

  /// Whether a service can be called.
  static boolean isReached(View view, Ref service) {
    return view.find(service)
        .filter(item -> Endpoints.isReached((ServiceState) item.state()))
        .isPresent();
  }

  private static Map<Ref, PodState> pods(View view, Ref service) {
    return view.list(Kind.POD, service.link()).stream()
        .collect(Collectors.toMap(View.Item::resource, item -> (PodState) item.state()));
  }

  private static Optional<Liveness> liveness(View view, String node) {
    return member(view, new Ref(Kind.NODE, node)).map(NodeState.Member::liveness);
  }

  private static Optional<NodeState.Member> member(View view, Ref node) {
    return view.find(node)
        .map(View.Item::state)
        .map(state -> state instanceof NodeState.Member member ? member : null)
        .filter(Objects::nonNull);
  }

  /// A node as the others reach its pods; empty while it has no subnet.
  static Optional<Peer> peer(View view, Ref node) {
    return member(view, node)
        .filter(member -> member.info().isNetworked())
        .flatMap(member ->
            member
                .subnet()
                .find()
                .map(subnet ->
                    new Peer(node.link(), subnet, Ipv4.parse(member.info().internalIp()))));
  }

  /// The names of the nodes that take part in the network and are heard.
  static List<String> awake(View view) {
    return view.list(Kind.NODE, "").stream()
        .filter(item ->
            item.state() instanceof NodeState.Member member
                && member.info().isNetworked()
                && member.liveness() == Liveness.ONLINE)
        .map(item -> item.resource().link())
        .toList();
  }

  /// The services that have pods on a node.
  static List<Ref> servicesOn(View view, Ref node) {
    return member(view, node).stream()
        .flatMap(member -> member.ledger().keySet().stream())
        .map(Endpoints::serviceOf)
        .distinct()
        .toList();
  }
}
