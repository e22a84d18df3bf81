package io.troupe.core.network;

import io.troupe.core.template.Protocol;

/// A port at which a service is called.
///
/// @param port of the service's own address, 1–65535
/// @param target of each backend, 1–65535
public record ServicePort(int port, Protocol protocol, int target)
    implements Comparable<ServicePort> {
  public ServicePort {
    if (port < 1 || port > 65535 || target < 1 || target > 65535) {
      throw new IllegalArgumentException("ports are 1 to 65535, not " + port + ":" + target);
    }
  }

  @Override
  public int compareTo(ServicePort other) {
    int byPort = Integer.compare(port, other.port);
    return byPort != 0 ? byPort : protocol.compareTo(other.protocol);
  }

  /// The form of manifests: `80:8080/tcp`.
  @Override
  public String toString() {
    return port + ":" + target + "/" + protocol.label();
  }
}
