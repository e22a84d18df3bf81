package io.troupe.persistence.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.opentest4j.TestAbortedException;

/// Notes while it is open for how long this machine stood still, which a thread sees that wants to
/// run every few milliseconds. A time that was measured meanwhile is only partly the product's.
public final class Stalls implements AutoCloseable {
  private static final long TICK_NANOS = Duration.ofMillis(20).toNanos();

  /// Later than timers are on a machine that has much to do.
  private static final Duration LONG = Duration.ofMillis(300);

  /// So many threads for each processor want to run that a time tells of them.
  private static final double CROWD = 2;

  private static final int ATTEMPTS = 3;

  private final Thread watcher = new Thread(this::run, "stalls");
  private volatile boolean closed;
  private volatile long longestNanos;
  private volatile long sumNanos;

  private Stalls() {
    watcher.setDaemon(true);
    watcher.setPriority(Thread.MAX_PRIORITY);
    watcher.start();
  }

  /// Notes from now on.
  public static Stalls watch() {
    return new Stalls();
  }

  private void run() {
    long before = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(TICK_NANOS);
      long now = System.nanoTime();
      long late = Math.max(0, now - before - TICK_NANOS);
      longestNanos = Math.max(longestNanos, late);
      sumNanos += late;
      before = now;
    }
  }

  /// The longest time so far.
  public Duration longest() {
    return Duration.ofNanos(longestNanos);
  }

  /// A time without that in which nothing went on.
  public Duration without(Duration took) {
    return took.minusNanos(Math.min(sumNanos, took.toNanos()));
  }

  /// Whether a time that was measured meanwhile may be longer than the product's own.
  public boolean isDisturbed() {
    var machine = ManagementFactory.getOperatingSystemMXBean();
    return longestNanos > LONG.toNanos()
        || machine.getSystemLoadAverage() > CROWD * machine.getAvailableProcessors();
  }

  /// For whoever reads why a test was skipped.
  @Override
  public String toString() {
    var machine = ManagementFactory.getOperatingSystemMXBean();
    return "the machine stood still for up to %d ms and has a load of %.1f on %d processors"
        .formatted(
            longestNanos / 1_000_000,
            machine.getSystemLoadAverage(),
            machine.getAvailableProcessors());
  }

  /// Measures a time that has to be shorter than a bound, a few times when it is not: whatever else
  /// a machine does only adds to it, so the shortest counts. That one fails when it is too long,
  /// unless the machine was disturbed each time: then the test is skipped.
  public static void assertShorter(Duration bound, Callable<Duration> measurement)
      throws Exception {
    List<Duration> times = new ArrayList<>();
    List<String> disturbances = new ArrayList<>();
    while (times.size() < ATTEMPTS) {
      try (Stalls stalls = watch()) {
        Duration took = measurement.call();
        if (took.compareTo(bound) < 0) {
          return;
        }
        times.add(took);
        if (stalls.isDisturbed()) {
          disturbances.add(stalls.toString());
        }
      }
    }
    if (disturbances.size() == times.size()) {
      throw new TestAbortedException(
          "%s instead of %s, which tells nothing: %s".formatted(times, bound, disturbances));
    }
    assertThat(Collections.min(times)).as("the shortest of %s", times).isLessThan(bound);
  }

  @Override
  public void close() {
    closed = true;
  }
}
