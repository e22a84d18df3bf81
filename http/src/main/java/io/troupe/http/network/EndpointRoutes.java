package io.troupe.http.network;

import io.troupe.actors.ControlPlane;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.view.Resources;
import java.util.List;

/// How services can be called, as this member sees it now.
public final class EndpointRoutes {
  private static final String ENDPOINTS = "/v2/endpoints";

  private final ControlPlane control;

  /// Endpoints in order of their services.
  ///
  /// @param revision what they are as of
  public record ListView(long revision, List<EndpointView> items) {}

  private EndpointRoutes(ControlPlane control) {
    this.control = control;
  }

  public static List<Route> of(ControlPlane control) {
    EndpointRoutes routes = new EndpointRoutes(control);
    return List.of(
        Route.get(ENDPOINTS, routes::list)
            .summary("How services can be called: addresses, ports and pods")
            .query("namespace", "string", "only those of one namespace")
            .answers(ListView.class),
        Route.get(ENDPOINTS + "/{namespace}/{service}", routes::get)
            .summary("How one service can be called")
            .answers(EndpointView.class)
            .error(404, "There is no such service, or it has no ports and is not headless"));
  }

  private Result list(Call call) {
    long revision = control.view().revision();
    return Result.ok(
        new ListView(
            revision,
            control.endpoints(call.query("namespace").orElse("")).stream()
                .map(EndpointView::of)
                .toList()));
  }

  private Result get(Call call) {
    Ref service = Resources.ref(Kind.SERVICE, call.path("namespace"), call.path("service"));
    return control.endpoints(service.namespace()).stream()
        .filter(endpoint -> endpoint.service().equals(service))
        .findFirst()
        .map(endpoint -> Result.ok(EndpointView.of(endpoint)))
        .orElseThrow(() ->
            ApiError.notFound(
                Kind.SERVICE,
                "service `%s` cannot be called: there is none, or it has no ports"
                    .formatted(service.link())));
  }
}
