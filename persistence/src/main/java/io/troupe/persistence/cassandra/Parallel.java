package io.troupe.persistence.cassandra;

import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does the same for many things at the same time, but for a bounded number of them.
final class Parallel {
  private final int width;

  Parallel(int width) {
    this.width = width;
  }

  /// Does it for each of what the source hands on; returns when all is done. The first failure ends
  /// it.
  @SuppressWarnings("CatchingUnchecked") // whatever fails is thrown on the calling thread
  <T> void each(Consumer<Consumer<T>> source, Consumer<T> work) {
    Semaphore places = new Semaphore(width);
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    source.accept(item -> {
      RuntimeException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      places.acquireUninterruptibly();
      Thread.startVirtualThread(() -> {
        try {
          work.accept(item);
        } catch (RuntimeException e) {
          failure.compareAndSet(null, e);
        } catch (Error e) {
          failure.compareAndSet(null, new CompletionException(e));
        } finally {
          places.release();
        }
      });
    });
    places.acquireUninterruptibly(width);
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }
}
