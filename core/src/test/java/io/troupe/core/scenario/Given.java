package io.troupe.core.scenario;

import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A resource with a past: what its log says before a command comes.
public final class Given<C extends Command, E extends Event, S extends State> {
  /// When everything in a story happens.
  public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  /// Why everything in a story happens.
  public static final Cause CAUSE = Cause.of("alice", "request-1");

  private final Decider<C, E, S> decider;
  private final Ref self;
  private final RandomGenerator random = new SplittableRandom(42);
  private S state;

  private Given(Decider<C, E, S> decider, Ref self) {
    this.decider = decider;
    this.self = self;
    this.state = decider.empty();
  }

  /// A resource of which nothing is stored yet.
  public static <C extends Command, E extends Event, S extends State> Given<C, E, S> nothing(
      Decider<C, E, S> decider, Ref self) {
    return new Given<>(decider, self);
  }

  /// The same resource after these events too.
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Given<C, E, S> events(E... events) {
    return events(List.of(events));
  }

  Given<C, E, S> events(List<? extends E> events) {
    for (E event : events) {
      state = decider.apply(state, event, NOW);
    }
    return this;
  }

  /// The same resource after it has carried out these commands.
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Given<C, E, S> done(C... commands) {
    Given<C, E, S> given = this;
    for (C command : commands) {
      given = given.when(command).isCarriedOut().and();
    }
    return given;
  }

  /// Has a command decided.
  public When<C, E, S> when(C command) {
    return new When<>(
        this, command, decider.decide(state, command, new Context(self, NOW, CAUSE, random)));
  }

  /// Has the answer to something it owes come in, and what follows from it decided.
  public When<C, E, S> whenAnswered(Owed owed, Reply reply) {
    return when(
        answer(owed, reply)
            .orElseThrow(() -> new AssertionError(reply + " to " + owed + " says nothing to it")));
  }

  /// What the answer to something it owes makes it tell itself.
  public Optional<C> answer(Owed owed, Reply reply) {
    return decider.replied(self, state, owed, reply);
  }

  public S state() {
    return state;
  }

  public List<Owed> owed() {
    return decider.owed(self, state);
  }

  public boolean exists() {
    return decider.exists(state);
  }
}
