package io.troupe.http.logs;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.Materializer;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.actors.ControlPlane;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogRequest;
import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import io.troupe.http.ApiSettings;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Json;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.frame.Route.Answer;
import io.troupe.http.frame.Route.Shape;
import io.troupe.http.resource.Naming;
import io.troupe.http.view.Resources;
import io.troupe.http.watch.Feed;
import io.troupe.persistence.history.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// Logs of pods, one by one or merged.
public final class LogRoutes {
  private static final String JSON_LINES = "application/json";
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final ByteString NEWLINE = ByteString.fromString("\n");
  private static final int MOST_PODS = 1000;

  private final ControlPlane control;
  private final Resources resources;
  private final ApiSettings settings;
  private final Materializer materializer;

  /// What a reader wants of each log.
  private record Wanted(String container, int tail, boolean follow) {
    LogRequest of(Ref pod) {
      return new LogRequest(pod, container, tail, follow);
    }
  }

  private LogRoutes(Resources resources, ApiSettings settings, Materializer materializer) {
    this.control = resources.control();
    this.resources = resources;
    this.settings = settings;
    this.materializer = materializer;
  }

  public static List<Route> of(
      Resources resources, ApiSettings settings, Materializer materializer) {
    LogRoutes routes = new LogRoutes(resources, settings, materializer);
    return List.of(
        described(
            Route.get("/namespace/{namespace}/service/{service}/logs", routes::service)
                .summary("What the pods of a service print, as JSON records")
                .error(404, "Namespace or service not found")),
        described(
            Route.get("/v2/logs/{kind}/{link}", routes::resource)
                .summary("What a pod prints, or all pods below a deployment, service or namespace")
                .error(404, "There is no such resource")));
  }

  private static Route described(Route route) {
    return route
        .query("container", "string", "only this container")
        .query("tail", "integer", "only so many of the last lines of each pod")
        .query("follow", "boolean", "go on with lines as they are printed, new pods included")
        .answers(new Answer(LogRecordView.class, Shape.ONE, JSON_LINES))
        .error(503, "No log could be read");
  }

  private Result service(Call call) {
    View.Item service = resources.service(call.path("namespace"), call.path("service"));
    return merged(call, service.resource().link());
  }

  private Result resource(Call call) {
    Ref resource = Naming.resource(call);
    resources.require(resource);
    return switch (resource.kind()) {
      case POD -> stream(opened(resource, wanted(call)));
      case SERVICE, NAMESPACE -> merged(call, resource.link());
      case DEPLOYMENT ->
          merged(
              call,
              resource.link().substring(0, resource.link().lastIndexOf(':'))
                  + ":d_"
                  + resource.name());
      case NODE ->
          throw ApiError.badRequest("a node has no log here; ask for the log of a pod on it");
      case POOL -> throw ApiError.badRequest("a pool of addresses prints nothing");
    };
  }

  private Wanted wanted(Call call) {
    long tail = call.number("tail").orElse(0L);
    boolean follow = call.query("follow").isPresent() ? call.flag("follow") : settings.followLogs();
    return new Wanted(
        call.query("container").orElse(""), Math.clamp(tail, 0, Integer.MAX_VALUE), follow);
  }

  private static Result stream(Source<ByteString, NotUsed> records) {
    return new Result.Stream(JSON_LINES, records.keepAlive(QUIET, () -> NEWLINE));
  }

  /// The log of one pod.
  ///
  /// @throws ApiError when it cannot be read
  private Source<ByteString, NotUsed> opened(Ref pod, Wanted wanted) {
    Pair<CompletionStage<Void>, Source<List<LogChunk.Line>, NotUsed>> log =
        Source.fromGraph(new LogSource(control, wanted.of(pod))).preMaterialize(materializer);
    try {
      Resources.await(log.first());
    } catch (LogSource.Unreadable unreadable) {
      throw ApiError.unavailable(String.valueOf(unreadable.getMessage()));
    }
    return records(pod, log.second());
  }

  private Source<ByteString, NotUsed> records(Ref pod, Source<List<LogChunk.Line>, NotUsed> lines) {
    String node =
        resources
            .find(pod)
            .map(View.Item::state)
            .map(state -> state instanceof PodState known ? PodStatus.node(known).orElse("") : "")
            .orElse("");
    return lines.map(some -> {
      StringBuilder text = new StringBuilder();
      for (LogChunk.Line line : some) {
        text.append(Json.text(LogRecordView.of(pod, node, line))).append('\n');
      }
      return ByteString.fromString(text.toString());
    });
  }

  private Result merged(Call call, String scope) {
    Wanted wanted = wanted(call);
    long revision = control.view().revision();
    List<Ref> pods = new ArrayList<>();
    for (View.Item item : control.view().list(Kind.POD, scope)) {
      if (item.state() instanceof PodState state && PodStatus.node(state).isPresent()) {
        pods.add(item.resource());
      }
    }
    List<Source<ByteString, NotUsed>> readable = new ArrayList<>();
    ApiError lastFailure = null;
    for (Ref pod : pods) {
      try {
        readable.add(opened(pod, wanted));
      } catch (ApiError failure) {
        lastFailure = failure;
      }
    }
    if (readable.isEmpty() && lastFailure != null && !wanted.follow()) {
      throw lastFailure;
    }
    Source<Source<ByteString, NotUsed>, NotUsed> all = Source.from(readable);
    if (wanted.follow()) {
      all = all.concat(later(scope, revision, new HashSet<>(pods), wanted));
    }
    return stream(all.flatMapMerge(MOST_PODS, source -> source));
  }

  /// The logs of pods that begin to run after the revision.
  private Source<Source<ByteString, NotUsed>, NotUsed> later(
      String scope, long revision, Set<Ref> known, Wanted wanted) {
    return Feed.of(control.log(), revision, entry -> begins(entry, scope))
        .map(entry -> entry.id().resource())
        .filter(known::add)
        .map(pod ->
            records(
                pod,
                Source.fromGraph(new LogSource(control, wanted.of(pod)))
                    .mapMaterializedValue(_ -> NotUsed.getInstance())
                    .recoverWithRetries(
                        1, LogSource.Unreadable.class, () -> Source.<List<LogChunk.Line>>empty())));
  }

  private static boolean begins(LogEntry entry, String scope) {
    return entry.id().resource().kind() == Kind.POD
        && entry.id().resource().link().startsWith(scope + ":")
        && entry.recorded().event() instanceof PodEvent.PodObserved observed
        && observed.observation().phase() == Phase.RUNNING;
  }
}
