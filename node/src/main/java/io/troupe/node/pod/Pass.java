package io.troupe.node.pod;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One piece of blocking work for a pod, as those see it who may call it off. It can be called off
/// between two calls of the runtime and while it waits, never in the middle of a call, so that what
/// it has done is always known. Thread-safe.
final class Pass {
  private final Runnable onPull;
  private boolean cancelled;
  private @Nullable Thread waiting;

  /// @param onPull called when the pass begins to wait for an image
  Pass(Runnable onPull) {
    this.onPull = onPull;
  }

  synchronized void cancel() {
    cancelled = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  void pulling() {
    onPull.run();
  }

  /// Waits for something, which [#cancel] ends.
  <T> T await(Callable<T> wait) throws Exception {
    synchronized (this) {
      if (cancelled) {
        throw new InterruptedException("called off");
      }
      waiting = Thread.currentThread();
    }
    try {
      return wait.call();
    } finally {
      synchronized (this) {
        waiting = null;
        Thread.interrupted();
      }
    }
  }
}
