package io.troupe.http.cluster;

import io.troupe.actors.ControlPlane;
import io.troupe.http.ApiSettings;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import java.util.List;

/// The cluster as a whole.
public final class ClusterRoutes {
  private ClusterRoutes() {}

  public static List<Route> of(ControlPlane control, ApiSettings settings) {
    return List.of(
        Route.get("/cluster", _ -> Result.ok(ClusterView.of(control.view(), settings)))
            .summary("The cluster: its nodes and what they hold together")
            .answers(ClusterView.class),
        Route.get(
                "/v2/cluster/members",
                _ -> Result.ok(control.members().stream().map(MemberView::of).toList()))
            .summary("Who belongs to the cluster: control members, and agents")
            .answersList(MemberView.class));
  }
}
