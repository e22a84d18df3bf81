package io.troupe.simulator.engine;

import java.time.Instant;
import java.time.InstantSource;

/// A process on a machine: what ends, pauses, and is cut off as one. Started again it is the same
/// place in another life.
public final class Place implements InstantSource {
  private final String name;
  private final Timeline timeline;
  private long life = 1;
  private boolean up = true;
  private long begun;
  private long pausedUntil;
  private long clockStep;

  public Place(String name, Timeline timeline) {
    this.name = name;
    this.timeline = timeline;
  }

  public String name() {
    return name;
  }

  /// How often it was started.
  public long life() {
    return life;
  }

  public boolean up() {
    return up;
  }

  /// Since when.
  public long begun() {
    return begun;
  }

  /// Ends it; whatever was on its way inside is gone.
  public void end() {
    up = false;
    life++;
  }

  public void begin() {
    up = true;
    begun = timeline.now();
    pausedUntil = 0;
  }

  /// Stops it for a while, as a long collection of garbage does.
  public void pause(long untilNanos) {
    pausedUntil = Math.max(pausedUntil, untilNanos);
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /// Moves its wall clock.
  public void step(long nanos) {
    clockStep += nanos;
  }

  @Override
  public Instant instant() {
    return Timeline.BEGINNING.plusNanos(timeline.now() + clockStep);
  }

  @Override
  public String toString() {
    return name;
  }
}
