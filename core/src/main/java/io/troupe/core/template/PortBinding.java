package io.troupe.core.template;

/// A port of a container, and where the host publishes it.
///
/// @param hostIp address of the host to listen on, empty for the driver's default (127.0.0.1)
/// @param hostPort port of the host, 0 when the port is not published on the host
/// @param containerPort port inside the container, 1–65535
public record PortBinding(String hostIp, int hostPort, int containerPort, Protocol protocol) {
  public PortBinding {
    if (containerPort < 1 || containerPort > 65535 || hostPort < 0 || hostPort > 65535) {
      throw new IllegalArgumentException(
          "ports are 1 to 65535, not " + hostPort + ":" + containerPort);
    }
  }

  /// The form of views: `8080/tcp`.
  @Override
  public String toString() {
    return containerPort + "/" + protocol.label();
  }
}
