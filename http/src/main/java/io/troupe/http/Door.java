package io.troupe.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Rendering;
import io.troupe.http.frame.Result;
import io.troupe.http.operations.OperationRoutes.HealthView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lets requests in while the control plane of this member takes them. Before and after, each is
/// answered with 503 and its connection closed: nothing of it has been done, so it can be sent to
/// another member.
final class Door {
  private static final String LIVE = "/v2/health/live";
  private static final String READY = "/v2/health/ready";

  private final Materializer materializer;
  private final AtomicInteger inside = new AtomicInteger();
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private volatile @Nullable Function<HttpRequest, CompletionStage<HttpResponse>> handler;
  private volatile String closed = "this member is starting";

  Door(Materializer materializer) {
    this.materializer = materializer;
  }

  void open(Function<HttpRequest, CompletionStage<HttpResponse>> behind) {
    handler = behind;
    closed = "";
  }

  /// Lets nobody in any more.
  ///
  /// @return completes when all who were in have their answers, or after the patience
  CompletionStage<Void> close(String why, Duration patience) {
    closed = why;
    if (inside.get() == 0) {
      empty.complete(null);
    }
    return empty.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    inside.incrementAndGet();
    var behind = handler;
    if (behind == null || !closed.isEmpty()) {
      left();
      return CompletableFuture.completedFuture(refuse(request));
    }
    return behind.apply(request).whenComplete((_, _) -> left());
  }

  private void left() {
    if (inside.decrementAndGet() == 0 && handler != null && !closed.isEmpty()) {
      empty.complete(null);
    }
  }

  private HttpResponse refuse(HttpRequest request) {
    request.discardEntityBytes(materializer);
    String path = request.getUri().path();
    return path.equals(LIVE) || path.equals(READY)
        ? Rendering.answer(
            new Result.View(
                path.equals(LIVE) ? 200 : 503,
                new HealthView(false, closed, false, 0, Release.current().version())))
        : Rendering.error(ApiError.elsewhere(closed), path.startsWith("/v2/"));
  }
}
