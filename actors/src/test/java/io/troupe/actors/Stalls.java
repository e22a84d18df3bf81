package io.troupe.actors;

import java.time.Duration;

/// Watches for how long this process did not get to run: the longest time that a thread which
/// sleeps for 20 ms was late.
public final class Stalls implements AutoCloseable {
  private static final Duration NAP = Duration.ofMillis(20);

  private final Thread watcher;
  private volatile long longestNanos;

  private Stalls() {
    watcher = Thread.ofPlatform().daemon().name("stalls").start(this::run);
  }

  public static Stalls watch() {
    return new Stalls();
  }

  private void run() {
    long last = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(NAP);
      } catch (InterruptedException _) {
        return;
      }
      long now = System.nanoTime();
      longestNanos = Math.max(longestNanos, now - last - NAP.toNanos());
      last = now;
    }
  }

  /// The longest one so far.
  public Duration longest() {
    return Duration.ofNanos(longestNanos);
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
