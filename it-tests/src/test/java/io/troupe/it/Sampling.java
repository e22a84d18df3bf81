package io.troupe.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks at a value again and again beside the test, so that what must hold all the time can be
/// checked. A look that fails ends the sampling, and is told when the values are asked for.
final class Sampling<T> implements AutoCloseable {
  private static final long PERIOD_MILLIS = 20;

  private final List<T> values = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private volatile RuntimeException failure;

  private Sampling() {}

  static <T> Sampling<T> of(Supplier<T> look) {
    Sampling<T> sampling = new Sampling<>();
    var _ =
        sampling.thread.scheduleWithFixedDelay(
            () -> sampling.look(look), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return sampling;
  }

  private void look(Supplier<T> look) {
    try {
      values.add(look.get());
    } catch (RuntimeException unseen) {
      failure = unseen;
      throw unseen;
    }
  }

  /// What was seen so far.
  List<T> values() {
    RuntimeException unseen = failure;
    if (unseen != null) {
      throw new IllegalStateException("the sampling broke off", unseen);
    }
    return List.copyOf(values);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
