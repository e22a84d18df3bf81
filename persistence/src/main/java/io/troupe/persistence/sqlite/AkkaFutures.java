package io.troupe.persistence.sqlite;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/// Hands Java's promises of a result to Akka's plugin interfaces.
final class AkkaFutures {
  private AkkaFutures() {}

  /// The same result as a Scala future, whose failure is the exception itself without Java's
  /// wrapper.
  static <T> Future<T> of(CompletionStage<T> stage) {
    Promise<T> promise = Promise.apply();
    stage.whenComplete((value, failure) -> {
      if (failure == null) {
        promise.success(value);
      } else {
        promise.failure(unwrapped(failure));
      }
    });
    return promise.future();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
