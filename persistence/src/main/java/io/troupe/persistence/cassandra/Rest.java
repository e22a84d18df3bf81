package io.troupe.persistence.cassandra;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The time between two rounds of something that goes on until it is ended.
final class Rest {
  private final CountDownLatch end = new CountDownLatch(1);

  /// Waits so long, or until the end.
  ///
  /// @return whether to go on
  boolean take(Duration time) throws InterruptedException {
    return !end.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  void end() {
    end.countDown();
  }

  boolean hasEnded() {
    return end.getCount() == 0;
  }
}
