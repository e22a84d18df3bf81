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

  /// A runtime interface's driver and its condition.
  ///
  /// @param role `cri`, `cii`, `csi`, `cni` or `cpi`
  /// @param type driver name: `docker`, `sim`, `dir`, …
  /// @param state `ready` or `error`
  public record Driver(String role, String type, String version, String state, String message) {}
}
