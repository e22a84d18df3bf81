package io.troupe.node.network;

import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.node.pod.PodAttachments;
import java.util.List;

/// A node's part of the network as a whole: what connects its pods (CNI), what makes services
/// callable (CPI), and who knows their names.
public interface NetworkRuntime extends AutoCloseable {
  /// Its drivers and how they are; empty when the node takes no part in the network.
  List<Driver> drivers();

  /// How pods get into the network, once that is known.
  PodAttachments attachments();

  /// Makes the network what it is to be. Blocks; called by one thread at a time.
  ///
  /// @throws NetworkFailure when something of it could not be done, upon which everything is to be
  ///   tried again
  void apply(NetworkChange change);

  /// Gives up handles; what was made stays and goes on working.
  @Override
  void close();
}
