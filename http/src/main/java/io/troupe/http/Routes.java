package io.troupe.http;

import akka.stream.Materializer;
import io.troupe.actors.ControlPlane;
import io.troupe.http.apply.ApplyRoutes;
import io.troupe.http.cluster.ClusterRoutes;
import io.troupe.http.deployment.DeploymentRoutes;
import io.troupe.http.frame.Route;
import io.troupe.http.history.HistoryRoutes;
import io.troupe.http.logs.LogRoutes;
import io.troupe.http.namespace.NamespaceRoutes;
import io.troupe.http.network.EndpointRoutes;
import io.troupe.http.node.NodeRoutes;
import io.troupe.http.operations.Metrics;
import io.troupe.http.operations.OperationRoutes;
import io.troupe.http.resource.ResourceRoutes;
import io.troupe.http.service.ServiceRoutes;
import io.troupe.http.view.Resources;
import io.troupe.http.view.Views;
import io.troupe.http.watch.WatchRoutes;
import io.troupe.persistence.codec.Codecs;
import java.util.ArrayList;
import java.util.List;

/// Everything the API answers.
final class Routes {
  private Routes() {}

  static List<Route> all(
      ControlPlane control,
      ApiSettings settings,
      Codecs codecs,
      Materializer materializer,
      Metrics metrics) {
    Resources resources = new Resources(control);
    List<Route> routes = new ArrayList<>();
    routes.addAll(ClusterRoutes.of(control, settings));
    routes.addAll(NodeRoutes.of(resources));
    routes.addAll(NamespaceRoutes.of(resources, settings));
    routes.addAll(ServiceRoutes.of(resources, settings));
    routes.addAll(DeploymentRoutes.of(resources, settings));
    routes.addAll(ResourceRoutes.of(resources, new Views(settings)));
    routes.addAll(EndpointRoutes.of(control));
    routes.addAll(HistoryRoutes.of(control.log(), codecs));
    routes.addAll(ApplyRoutes.of(resources));
    routes.addAll(WatchRoutes.of(control.log(), codecs));
    routes.addAll(LogRoutes.of(resources, settings, materializer));
    routes.addAll(OperationRoutes.of(control, metrics, Release.current(), routes));
    return List.copyOf(routes);
  }
}
