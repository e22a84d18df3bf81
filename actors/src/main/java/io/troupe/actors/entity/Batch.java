package io.troupe.actors.entity;

import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The decisions on a run of commands, each made on the state that the ones before lead to, so that
/// all their events can be stored at once.
public final class Batch<C extends Command, E extends Event, S extends State> {
  /// An answer to give once the events are stored.
  record Answer(Execute to, Reply reply) {}

  /// A command whose answer comes later, under a ticket.
  record Waiter(String ticket, Execute from) {}

  /// What the resource owes after one command, and what anything new of it follows from.
  record Owing(List<Owed> owed, Cause cause) {}

  private final Decider<C, E, S> decider;
  private final Ref self;
  private final Instant now;
  private final RandomGenerator random;
  private final List<Recorded<E>> events = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<Owing> owing = new ArrayList<>();
  private final List<Execute> relieved = new ArrayList<>();
  private final List<Waiter> waiters;
  private S state;
  private long seq;

  /// @param waiters those who wait already; settled ones are taken out, new ones put in
  Batch(
      Decider<C, E, S> decider,
      Ref self,
      S state,
      long seq,
      Instant now,
      RandomGenerator random,
      List<Waiter> waiters) {
    this.decider = decider;
    this.self = self;
    this.state = state;
    this.seq = seq;
    this.now = now;
    this.random = random;
    this.waiters = waiters;
  }

  @SuppressWarnings(
      "unchecked") // the sharding region of a kind receives commands of that kind alone
  void decide(Execute execute) {
    Cause cause = grounded(execute.cause());
    Decision<E> decision =
        decider.decide(state, (C) execute.command(), new Context(self, now, cause, random));
    switch (decision) {
      case Decision.Accepted<E> accepted -> {
        store(accepted.events(), cause);
        answers.add(new Answer(execute, accepted.reply()));
        accepted.settlements().forEach(this::settle);
      }
      case Decision.Waiting<E> waiting -> {
        store(waiting.events(), cause);
        waiters.add(new Waiter(waiting.ticket(), execute));
      }
      case Decision.Rejected<E> rejected ->
          answers.add(new Answer(execute, new Reply.Refused(rejected.refusal())));
    }
  }

  /// What begins without a request, as an observation does, follows from what the resource was
  /// before.
  private Cause grounded(Cause cause) {
    return cause.request() == null && cause.parent() == null && seq > 0
        ? cause.after(new EventId(self, seq))
        : cause;
  }

  private void store(List<E> decided, Cause cause) {
    for (E event : decided) {
      events.add(new Recorded<>(now, cause, event));
      state = decider.apply(state, event, now);
      seq++;
    }
    if (!decided.isEmpty()) {
      owing.add(new Owing(decider.owed(self, state), cause.after(new EventId(self, seq))));
    }
  }

  private void settle(Decision.Settlement settlement) {
    waiters.removeIf(waiter -> {
      boolean settled = waiter.ticket().equals(settlement.ticket());
      if (settled) {
        answers.add(new Answer(waiter.from(), settlement.reply()));
        relieved.add(waiter.from());
      }
      return settled;
    });
  }

  /// What is to be stored.
  public List<Recorded<E>> events() {
    return events;
  }

  /// What was owed after each command that stored something, in order; the last is what is owed
  /// now.
  List<Owing> owing() {
    return owing;
  }

  /// Those who waited before and have an answer now.
  List<Execute> relieved() {
    return relieved;
  }

  List<Answer> answers() {
    return answers;
  }
}
