package io.troupe.simulator.engine;

import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A role's timers on the timeline.
final class Timers<T> implements TimerScheduler<T> {
  private final Timeline timeline;
  private final Place place;
  private final Consumer<T> owner;
  private final Map<Object, Timeline.Step> active = new HashMap<>();

  Timers(Timeline timeline, Place place, Consumer<T> owner) {
    this.timeline = timeline;
    this.place = place;
    this.owner = owner;
  }

  @Override
  public void startSingleTimer(Object key, T message, Duration delay) {
    cancel(key);
    active.put(
        key,
        timeline.in(
            delay.toNanos(),
            place,
            () -> {
              active.remove(key);
              owner.accept(message);
            }));
  }

  @Override
  public void startTimerWithFixedDelay(Object key, T message, Duration delay) {
    startTimerWithFixedDelay(key, message, delay, delay);
  }

  @Override
  public void startTimerWithFixedDelay(
      Object key, T message, Duration initialDelay, Duration delay) {
    cancel(key);
    active.put(
        key,
        timeline.in(
            initialDelay.toNanos(),
            place,
            () -> {
              startTimerWithFixedDelay(key, message, delay, delay);
              owner.accept(message);
            }));
  }

  @Override
  public void startTimerAtFixedRate(Object key, T message, Duration interval) {
    startTimerWithFixedDelay(key, message, interval, interval);
  }

  @Override
  public void startTimerAtFixedRate(
      Object key, T message, Duration initialDelay, Duration interval) {
    startTimerWithFixedDelay(key, message, initialDelay, interval);
  }

  @Override
  @Deprecated
  public void startPeriodicTimer(Object key, T message, Duration interval) {
    startTimerWithFixedDelay(key, message, interval, interval);
  }

  @Override
  public boolean isTimerActive(Object key) {
    return active.containsKey(key);
  }

  @Override
  public void cancel(Object key) {
    Timeline.Step step = active.remove(key);
    if (step != null) {
      step.cancel();
    }
  }

  @Override
  public void cancelAll() {
    active.values().forEach(Timeline.Step::cancel);
    active.clear();
  }
}
