package io.troupe.node.network;

/// The interface to what connects pods (CNI). All methods block and may be called again at any time
/// with the same or another plan; what is right already is not touched. After a restart of the
/// agent the kernel and the container engine are asked what there is.
public interface PodNetwork extends AutoCloseable {
  /// The driver's name: `vxlan`, `bridge`, `none`.
  String type();

  /// Makes the node's part of the network what the plan says: links, addresses, routes, neighbours,
  /// forwarding, and the container engine's network. Peers that are not in the plan are forgotten.
  ///
  /// @throws NetworkFailure when something of it could not be done; the rest was
  Attachment apply(NetworkPlan plan);

  /// Gives up handles; the network itself stays.
  @Override
  void close();

  /// How a pod's first container gets its address.
  ///
  /// @param network the container engine's name of the network, empty for the engine's default
  /// @param mtu of the pods' links in bytes, 0 for the engine's default
  record Attachment(String network, int mtu) {}
}
