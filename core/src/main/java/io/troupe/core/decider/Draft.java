package io.troupe.core.decider;

import io.troupe.core.Event;
import io.troupe.core.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A decision in the making: the events so far and the state they lead to, so that each further
/// step decides on what the earlier ones made. Lives within one call of `decide`.
public final class Draft<E extends Event, S extends State> {
  /// The state after one event.
  @FunctionalInterface
  public interface Applier<E extends Event, S extends State> {
    S apply(S state, E event, Instant at);
  }

  private final Applier<E, S> applier;
  private final Instant now;
  private final List<E> events = new ArrayList<>();
  private S state;

  public Draft(S state, Instant now, Applier<E, S> applier) {
    this.state = state;
    this.now = now;
    this.applier = applier;
  }

  /// Adds an event; [#state()] is then what it leads to.
  public void add(E event) {
    events.add(event);
    state = applier.apply(state, event, now);
  }

  public S state() {
    return state;
  }

  public List<E> events() {
    return List.copyOf(events);
  }

  /// The decision to store what was added and say yes.
  public Decision<E> accept() {
    return Decision.accept(events);
  }
}
