package io.troupe.http.frame;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import io.troupe.actors.ControlPlaneUnavailable;
import io.troupe.http.frame.Route.Body;
import io.troupe.persistence.history.StorageUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes every request from the wire to its handler and its answer back: matching, authentication,
/// body limit, errors, cross-origin headers, request ids. Safe for any number of requests at once.
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final long BODY_TIMEOUT_MILLIS = Duration.ofSeconds(30).toMillis();

  private final Router router;
  private final Absences absences;
  private final String token;
  private final long maxBody;
  private final Executor executor;
  private final Materializer materializer;
  private final Observer observer;

  /// Told of every request that was answered.
  @FunctionalInterface
  public interface Observer {
    /// @param route the path template, `none` when no route matched
    void answered(String route, String method, int status, long nanos);
  }

  /// Says what is to be said of an unknown path.
  @FunctionalInterface
  public interface Absences {
    /// A message for a path that this release does not serve though clients may know it.
    Optional<String> explain(List<String> segments);
  }

  /// @param executor runs the handlers, which block
  public Gate(
      Router router,
      Absences absences,
      String token,
      long maxBody,
      Executor executor,
      Materializer materializer,
      Observer observer) {
    this.router = router;
    this.absences = absences;
    this.token = token;
    this.maxBody = maxBody;
    this.executor = executor;
    this.materializer = materializer;
    this.observer = observer;
  }

  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    long started = System.nanoTime();
    String id = Caller.requestId(request);
    Target target = Target.of(request);
    return answer(request, target, id)
        .exceptionally(failure -> Rendering.error(toError(failure, target, id), target.modern()))
        .thenApply(response -> {
          observer.answered(
              target.route(router),
              target.method(),
              response.status().intValue(),
              System.nanoTime() - started);
          return response.addHeader(RawHeader.create("X-Request-Id", id));
        });
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, Target target, String id) {
    if (target.method().equals("OPTIONS")) {
      request.discardEntityBytes(materializer);
      return CompletableFuture.completedFuture(
          Cors.allow(request, Rendering.empty(StatusCodes.OK)));
    }
    return switch (target.find(router)) {
      case Router.Match(Route route, Map<String, String> parameters) ->
          call(request, route, parameters, id);
      case Router.WrongMethod(var allowed) -> {
        request.discardEntityBytes(materializer);
        HttpResponse response =
            Rendering.error(
                ApiError.of(
                    405,
                    "Method Not Allowed",
                    "Method Not Allowed",
                    "%s is not possible here; use %s"
                        .formatted(target.method(), String.join(" or ", allowed))),
                target.modern());
        yield CompletableFuture.completedFuture(
            response.addHeader(RawHeader.create("Allow", String.join(", ", allowed))));
      }
      case Router.Unknown() -> {
        request.discardEntityBytes(materializer);
        yield CompletableFuture.failedFuture(unknown(target));
      }
    };
  }

  private ApiError unknown(Target target) {
    return absences
        .explain(target.segments())
        .map(message -> ApiError.of(404, "Not Found", message, message))
        .orElseGet(() ->
            ApiError.of(
                404,
                "Not Found",
                "Not Found",
                "there is nothing at %s; GET /v2/openapi.json lists everything there is"
                    .formatted(target.path())));
  }

  private CompletionStage<HttpResponse> call(
      HttpRequest request, Route route, Map<String, String> parameters, String id) {
    Optional<Caller> caller = Caller.of(request, id, route.open() ? "" : token);
    if (caller.isEmpty()) {
      request.discardEntityBytes(materializer);
      return CompletableFuture.failedFuture(
          ApiError.of(
              401,
              "Unauthorized",
              "Unauthorized",
              "the token is missing or wrong; send it as `Authorization: Bearer <token>`"));
    }
    return body(request, route)
        .thenApplyAsync(
            body -> {
              Call call = new Call(request, parameters, body, caller.get());
              HttpResponse response;
              try {
                response = Rendering.answer(route.handler().answer(call));
              } catch (RuntimeException failure) {
                response =
                    Rendering.error(toError(failure, Target.of(request), id), route.modern());
              }
              return Cors.allow(request, Rendering.warn(response, call.warnings()));
            },
            executor);
  }

  private CompletionStage<byte[]> body(HttpRequest request, Route route) {
    RequestEntity entity = request.entity();
    Body expected = route.body();
    if (expected == null) {
      entity.discardBytes(materializer);
      return CompletableFuture.completedFuture(new byte[0]);
    }
    var length = entity.getContentLengthOption();
    if (length.isPresent() && length.getAsLong() > maxBody) {
      entity.discardBytes(materializer);
      return CompletableFuture.failedFuture(tooLong());
    }
    if (entity instanceof HttpEntity.Strict whole) {
      // reading it as a stream would start one, an actor of its own
      return CompletableFuture.completedFuture(whole.getData().toArray());
    }
    return entity
        .withSizeLimit(maxBody)
        .toStrict(BODY_TIMEOUT_MILLIS, maxBody, materializer)
        .thenApply(strict -> strict.getData().toArray());
  }

  private ApiError tooLong() {
    String message =
        "the body is longer than the %d bytes of troupe.api.max-body; split it, or raise the limit"
            .formatted(maxBody);
    return ApiError.of(413, "Request Entity Too Large", message, message);
  }

  private ApiError toError(Throwable failure, Target target, String id) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case ApiError error -> error;
      case ControlPlaneUnavailable unavailable when unavailable.isElsewhere() ->
          ApiError.elsewhere(String.valueOf(unavailable.getMessage()));
      case ControlPlaneUnavailable unavailable ->
          ApiError.unavailable(String.valueOf(unavailable.getMessage()));
      case StorageUnavailable unavailable ->
          ApiError.unavailable(String.valueOf(unavailable.getMessage()));
      case EntityStreamSizeException _ -> tooLong();
      case null, default -> {
        LOG.error("{} {} failed, request {}", target.method(), target.path(), id, cause);
        yield ApiError.of(
            500,
            "Internal Server Error",
            "Internal Server Error",
            "the server failed; its log has the reason under request " + id);
      }
    };
  }
}
