package io.troupe.core.network;

import io.troupe.core.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node needs to know of one service so that it can be called there: by its name, and by its
/// own address when it has one.
///
/// @param service whom it belongs to
/// @param version counts its changes; of two with the same service the higher one is the newer
/// @param address its own address, absent for a headless service, whose name stands for its
///   backends
/// @param ports in order
/// @param backends in order of their pods; draining ones stand with the others
public record Endpoint(
    Ref service,
    long version,
    @Nullable Ipv4 address,
    List<ServicePort> ports,
    Balance balance,
    List<Backend> backends) {
  public Endpoint {
    ports = ports.stream().sorted().toList();
    backends = backends.stream().sorted().toList();
  }

  /// The backends that get new connections.
  public List<Backend> serving() {
    return backends.stream().filter(backend -> !backend.draining()).toList();
  }
}
