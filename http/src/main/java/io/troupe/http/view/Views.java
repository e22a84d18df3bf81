package io.troupe.http.view;

import io.troupe.actors.view.View;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.node.NodeState;
import io.troupe.core.pool.PoolState;
import io.troupe.core.service.ServiceState;
import io.troupe.http.ApiSettings;
import io.troupe.http.deployment.DeploymentView;
import io.troupe.http.namespace.NamespaceView;
import io.troupe.http.network.PoolView;
import io.troupe.http.node.NodeView;
import io.troupe.http.pod.PodView;
import io.troupe.http.service.ServiceView;
import java.util.Optional;

/// The view of any resource.
public final class Views {
  private final ApiSettings settings;

  public Views(ApiSettings settings) {
    this.settings = settings;
  }

  /// What clients are shown of a resource; empty when there is none, or none any more.
  ///
  /// @param picture the moment the resource is seen in
  public Optional<Object> view(View.Item item, Picture picture) {
    return switch (item.resource().kind()) {
      case NAMESPACE ->
          item.state() instanceof NamespaceState.Present present
              ? Optional.of(NamespaceView.of(item.resource(), present, settings))
              : Optional.empty();
      case SERVICE ->
          item.state() instanceof ServiceState state
              ? ServiceView.of(item.resource(), state, picture, settings).map(view -> view)
              : Optional.empty();
      case DEPLOYMENT -> DeploymentView.of(item, picture, settings).map(view -> view);
      case POD -> PodView.of(item).map(view -> view);
      case NODE ->
          item.state() instanceof NodeState.Member member
              ? Optional.of(NodeView.of(item.resource(), member))
              : Optional.empty();
      case POOL ->
          item.state() instanceof PoolState.Open open
              ? Optional.of(PoolView.of(item.resource(), open))
              : Optional.empty();
    };
  }
}
