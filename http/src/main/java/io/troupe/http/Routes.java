package io.troupe.http;

import io.troupe.actors.ControlPlane;
import io.troupe.http.cluster.ClusterRoutes;
import io.troupe.http.deployment.DeploymentRoutes;
import io.troupe.http.frame.Route;
import io.troupe.http.namespace.NamespaceRoutes;
import io.troupe.http.node.NodeRoutes;
import io.troupe.http.service.ServiceRoutes;
import io.troupe.http.view.Resources;
import java.util.ArrayList;
import java.util.List;

/// Everything the API answers.
final class Routes {
  private Routes() {}

  static List<Route> all(ControlPlane control, ApiSettings settings) {
    Resources resources = new Resources(control);
    List<Route> routes = new ArrayList<>();
    routes.addAll(ClusterRoutes.of(control, settings));
    routes.addAll(NodeRoutes.of(resources));
    routes.addAll(NamespaceRoutes.of(resources, settings));
    routes.addAll(ServiceRoutes.of(resources, settings));
    routes.addAll(DeploymentRoutes.of(resources, settings));
    return List.copyOf(routes);
  }
}
