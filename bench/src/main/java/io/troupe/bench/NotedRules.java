package io.troupe.bench;

import io.troupe.core.Ref;
import io.troupe.core.network.Backend;
import io.troupe.core.network.Endpoint;
import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.node.network.NetworkChange;
import io.troupe.node.network.NetworkRuntime;
import io.troupe.node.network.ServiceProxy;
import io.troupe.node.pod.PodAttachments;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A node's network of nothing but a service proxy, which notes when the kernel had taken a rule
/// that leads to a pod, and when one that does no longer.
final class NotedRules implements NetworkRuntime {
  private final ServiceProxy proxy;
  private final Map<Ref, Set<Ref>> serving = new ConcurrentHashMap<>();
  private final Map<Ref, Instant> came = new ConcurrentHashMap<>();
  private final Map<Ref, Instant> went = new ConcurrentHashMap<>();

  NotedRules(ServiceProxy proxy) {
    this.proxy = proxy;
  }

  /// When new connections began to go to a pod; null while they do not.
  @Nullable Instant came(Ref pod) {
    return came.get(pod);
  }

  /// When new connections ceased to go to a pod; null while they do not.
  @Nullable Instant went(Ref pod) {
    return went.get(pod);
  }

  @Override
  public List<Driver> drivers() {
    return List.of(
        new Driver("cni", "bench", "", "ready", ""),
        new Driver("cpi", proxy.type(), "", "ready", ""));
  }

  @Override
  public PodAttachments attachments() {
    return PodAttachments.ofRuntime(List.of());
  }

  @Override
  public void apply(NetworkChange change) {
    if (change.all()) {
      proxy.replaceAll(change.endpoints());
    } else {
      proxy.update(change.endpoints(), change.gone());
    }
    Instant now = Instant.now();
    change.endpoints().forEach(endpoint -> note(endpoint, now));
  }

  private void note(Endpoint endpoint, Instant now) {
    Set<Ref> after = new HashSet<>(endpoint.serving().stream().map(Backend::pod).toList());
    Set<Ref> before = serving.put(endpoint.service(), after);
    after.forEach(pod -> came.putIfAbsent(pod, now));
    if (before != null) {
      before.stream().filter(pod -> !after.contains(pod)).forEach(pod -> went.put(pod, now));
    }
  }

  @Override
  public void close() {
    proxy.close();
  }
}
