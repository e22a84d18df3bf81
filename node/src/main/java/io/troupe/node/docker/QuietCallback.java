package io.troupe.node.docker;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import org.jspecify.annotations.Nullable;

/// Takes a stream of the engine and keeps its failure for whoever waits, instead of logging it.
abstract class QuietCallback<C extends QuietCallback<C, T>, T>
    extends ResultCallbackTemplate<C, T> {
  private volatile @Nullable Throwable failure;

  @Override
  public void onError(Throwable error) {
    if (failure == null) {
      failure = error;
    }
    onComplete();
  }

  /// Why the stream has broken off, null if it has not.
  @Nullable Throwable failure() {
    return failure;
  }
}
