package io.troupe.simulator.engine;

import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Virtual time, and what is to happen when. Of two things at the same time the one that was
/// planned first comes first.
public final class Timeline {
  /// The wall clock's time at the beginning.
  public static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

  private final PriorityQueue<Step> steps = new PriorityQueue<>(1024);
  private long now;
  private long planned;
  private long done;
  private @Nullable Place current;
  private Runnable afterEach = () -> {};

  /// Something planned.
  public static final class Step implements Comparable<Step> {
    private final long at;
    private final long number;
    private final @Nullable Place place;
    private final long life;
    private final Runnable what;
    private boolean cancelled;

    private Step(long at, long number, @Nullable Place place, Runnable what) {
      this.at = at;
      this.number = number;
      this.place = place;
      this.life = place == null ? 0 : place.life();
      this.what = what;
    }

    /// It is not to happen any more.
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Step other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /// Nanoseconds since the beginning.
  public long now() {
    return now;
  }

  /// How much has happened.
  public long done() {
    return done;
  }

  /// Where the present step happens; absent when the world itself acts.
  public @Nullable Place current() {
    return current;
  }

  /// Called after each step.
  public void afterEach(Runnable check) {
    afterEach = check;
  }

  /// Plans a step of the world itself, which nothing holds up.
  public Step in(long nanos, Runnable what) {
    return plan(nanos, null, what);
  }

  /// Plans a step in a process. It does not happen when the process has ended by then, and waits
  /// while it is paused.
  public Step in(long nanos, Place place, Runnable what) {
    return plan(nanos, place, what);
  }

  private Step plan(long nanos, @Nullable Place place, Runnable what) {
    Step step = new Step(now + Math.max(0, nanos), planned++, place, what);
    steps.add(step);
    return step;
  }

  /// Does the next step.
  ///
  /// @return false when there is none before the given time; then it is that time
  public boolean step(long until) {
    Step step = steps.peek();
    if (step == null || step.at > until) {
      now = Math.max(now, until);
      return false;
    }
    steps.poll();
    now = Math.max(now, step.at);
    Place place = step.place;
    if (step.cancelled || (place != null && (!place.up() || place.life() != step.life))) {
      return true;
    }
    if (place != null && place.pausedUntil() > now) {
      Step later =
          new Step(place.pausedUntil(), step.number, place, () -> runUnlessCancelled(step));
      steps.add(later);
      return true;
    }
    run(step);
    return true;
  }

  private static void runUnlessCancelled(Step step) {
    if (!step.cancelled) {
      step.what.run();
    }
  }

  private void run(Step step) {
    current = step.place;
    done++;
    try {
      step.what.run();
      afterEach.run();
    } finally {
      current = null;
    }
  }
}
