package io.troupe.http.operations;

import akka.util.ByteString;
import io.troupe.actors.ControlPlane;
import io.troupe.http.Release;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Json;
import io.troupe.http.frame.OpenApi;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.frame.Route.Answer;
import io.troupe.http.frame.Route.Shape;
import java.util.ArrayList;
import java.util.List;

/// Health, figures, release, and the description of all routes.
public final class OperationRoutes {
  private static final String PROMETHEUS = "text/plain; charset=UTF-8";

  private final ControlPlane control;
  private final Metrics metrics;
  private final Release release;

  /// How the member is.
  public record HealthView(
      boolean ready, String message, boolean writable, long revision, String version) {}

  private OperationRoutes(ControlPlane control, Metrics metrics, Release release) {
    this.control = control;
    this.metrics = metrics;
    this.release = release;
  }

  /// @param others every other route, which the description is to have too
  public static List<Route> of(
      ControlPlane control, Metrics metrics, Release release, List<Route> others) {
    OperationRoutes routes = new OperationRoutes(control, metrics, release);
    List<Route> own = new ArrayList<>();
    own.add(
        Route.get("/v2/health/live", routes::live)
            .summary("Whether the process works")
            .answers(HealthView.class)
            .withoutToken());
    own.add(
        Route.get("/v2/health/ready", routes::ready)
            .summary("Whether commands are taken and lists are complete")
            .answers(HealthView.class)
            .error(503, "Not now; the body says why")
            .withoutToken());
    for (String path : List.of("/metrics", "/v2/metrics")) {
      own.add(
          Route.get(path, routes::figures)
              .summary("Figures in the text form of Prometheus")
              .answers(new Answer(String.class, Shape.ONE, PROMETHEUS)));
    }
    own.add(
        Route.get("/v2/version", _ -> Result.ok(release))
            .summary("Which release this is")
            .answers(Release.class));
    List<Route> all = new ArrayList<>(others);
    Route description =
        Route.get("/v2/openapi.json", _ -> described(all, release))
            .summary("This description")
            .answers(Object.class);
    own.add(description);
    all.addAll(own);
    return own;
  }

  private static Result described(List<Route> all, Release release) {
    return new Result.Content(
        "application/json", ByteString.fromArray(Json.bytes(OpenApi.of(all, release.version()))));
  }

  private Result live(Call call) {
    return Result.ok(health());
  }

  private Result ready(Call call) {
    HealthView health = health();
    return new Result.View(health.ready() ? 200 : 503, health);
  }

  private HealthView health() {
    ControlPlane.Health health = control.health();
    return new HealthView(
        health.ready(), health.message(), health.writable(), health.revision(), release.version());
  }

  private Result figures(Call call) {
    return new Result.Content(PROMETHEUS, ByteString.fromString(metrics.text()));
  }
}
