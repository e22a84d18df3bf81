package io.troupe.node.network;

import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.node.pod.PodAttachments;
import java.util.List;

/// The network of a node that takes no part in the cluster's: its pods stand on the container
/// runtime's own.
public final class NoNetworkRuntime implements NetworkRuntime {
  private final PodAttachments attachments;

  /// @param dns name servers for containers that name none
  public NoNetworkRuntime(List<String> dns) {
    this.attachments = PodAttachments.ofRuntime(dns);
  }

  @Override
  public List<Driver> drivers() {
    return List.of();
  }

  @Override
  public PodAttachments attachments() {
    return attachments;
  }

  @Override
  public void apply(NetworkChange change) {}

  @Override
  public void close() {}
}
