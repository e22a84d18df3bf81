package io.troupe.http.network;

import io.troupe.core.network.Backend;
import io.troupe.core.network.Endpoint;
import java.util.List;
import java.util.Objects;

/// How a service can be called.
///
/// @param address its own, empty for a headless service and while it has none
/// @param ports as `80:8080/tcp`: the service's own port, and the pods'
/// @param balance `rr`, `lc` or `sh`
public record EndpointView(
    Meta meta, String address, List<String> ports, String balance, List<BackendView> backends) {
  /// Whose it is.
  public record Meta(String name, String namespace, String selfLink) {}

  /// A pod that answers.
  ///
  /// @param pod its self-link
  /// @param draining whether it gets no new connections any more
  public record BackendView(String pod, String address, String node, boolean draining) {
    static BackendView of(Backend backend) {
      return new BackendView(
          backend.pod().link(), backend.address().toString(), backend.node(), backend.draining());
    }
  }

  static EndpointView of(Endpoint endpoint) {
    return new EndpointView(
        new Meta(
            endpoint.service().name(), endpoint.service().namespace(), endpoint.service().link()),
        Objects.toString(endpoint.address(), ""),
        endpoint.ports().stream().map(Object::toString).toList(),
        endpoint.balance().label(),
        endpoint.backends().stream().map(BackendView::of).toList());
  }
}
