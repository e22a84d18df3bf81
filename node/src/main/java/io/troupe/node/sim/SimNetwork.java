package io.troupe.node.sim;

import io.troupe.core.Ref;
import io.troupe.core.network.Endpoint;
import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.node.network.NetworkChange;
import io.troupe.node.network.NetworkRuntime;
import io.troupe.node.pod.PodAttachments;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// A network that only exists in memory: it remembers how each service can be called from its node.
public final class SimNetwork implements NetworkRuntime {
  private final PodAttachments attachments = PodAttachments.ofRuntime(List.of());
  private final Map<Ref, Endpoint> endpoints = new ConcurrentSkipListMap<>();

  /// How services can be called from the node.
  public Map<Ref, Endpoint> endpoints() {
    return Map.copyOf(endpoints);
  }

  @Override
  public List<Driver> drivers() {
    return List.of(
        new Driver("cni", "sim", "", "ready", ""), new Driver("cpi", "sim", "", "ready", ""));
  }

  @Override
  public PodAttachments attachments() {
    return attachments;
  }

  @Override
  public void apply(NetworkChange change) {
    change.endpoints().forEach(endpoint -> endpoints.put(endpoint.service(), endpoint));
    change.gone().forEach(endpoints::remove);
    if (change.all()) {
      endpoints.keySet().retainAll(change.endpoints().stream().map(Endpoint::service).toList());
    }
  }

  @Override
  public void close() {}
}
