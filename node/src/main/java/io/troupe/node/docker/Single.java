package io.troupe.node.docker;

import com.github.dockerjava.api.exception.DockerClientException;
import org.jspecify.annotations.Nullable;

/// Takes the first item of a stream and closes it.
final class Single<T> extends QuietCallback<Single<T>, T> {
  private volatile @Nullable T item;

  @Override
  public void onNext(T next) {
    if (item == null) {
      item = next;
    }
  }

  T await() {
    try {
      awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    T got = item;
    if (got == null) {
      throw new DockerClientException("the engine has answered nothing");
    }
    return got;
  }
}
