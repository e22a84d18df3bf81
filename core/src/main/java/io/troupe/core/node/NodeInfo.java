package io.troupe.core.node;

import java.util.List;

/// What an agent tells about its machine and itself.
///
/// @param version the agent's version
/// @param internalIp address other nodes reach it by
/// @param cidr range of its container network, empty if unknown
/// @param drivers its drivers, one per runtime interface
public record NodeInfo(
    String version,
    String hostname,
    String architecture,
    String osName,
    String osType,
    String externalIp,
    String internalIp,
    String cidr,
    List<Driver> drivers) {
  public NodeInfo {
    drivers = List.copyOf(drivers);
  }

  /// The type of the driver of a runtime interface, empty when it has none.
  public String driver(String role) {
    return drivers.stream()
        .filter(driver -> driver.role().equals(role))
        .map(Driver::type)
        .findFirst()
        .orElse("");
  }

  /// Whether the node takes part in the cluster's network: its pods get addresses from a subnet of
  /// its own, and services can be called from it.
  public boolean isNetworked() {
    return !(driver("cni").isEmpty() || driver("cni").equals("none"));
  }

  /// A runtime interface's driver and its condition.
  ///
  /// @param role `cri`, `cii`, `csi`, `cni` or `cpi`
  /// @param type driver name: `docker`, `sim`, `dir`, …
  /// @param state `ready` or `error`
  public record Driver(String role, String type, String version, String state, String message) {}
}
