package io.troupe.core.decider;

import io.troupe.core.Event;
import java.util.List;

/// What a decider makes of a command.
public sealed interface Decision<E extends Event> {
  /// Store these events, then answer.
  ///
  /// @param events empty when nothing changes
  /// @param settlements answers to commands that an earlier decision left waiting
  record Accepted<E extends Event>(List<E> events, Reply reply, List<Settlement> settlements)
      implements Decision<E> {
    public Accepted {
      events = List.copyOf(events);
      settlements = List.copyOf(settlements);
    }
  }

  /// Store these events; the answer comes with a later decision's [Settlement] of the same ticket.
  record Waiting<E extends Event>(List<E> events, String ticket) implements Decision<E> {
    public Waiting {
      events = List.copyOf(events);
    }
  }

  /// Store nothing and refuse.
  record Rejected<E extends Event>(Refusal refusal) implements Decision<E> {}

  /// The answer to whoever waits under a ticket.
  record Settlement(String ticket, Reply reply) {}

  /// Store the event and say yes.
  static <E extends Event> Decision<E> accept(E event) {
    return new Accepted<>(List.of(event), Reply.OK, List.of());
  }

  /// Store the events and say yes.
  static <E extends Event> Decision<E> accept(List<? extends E> events) {
    return new Accepted<>(List.copyOf(events), Reply.OK, List.of());
  }

  /// Store nothing and answer this.
  static <E extends Event> Decision<E> answer(Reply reply) {
    return new Accepted<>(List.of(), reply, List.of());
  }

  /// Store nothing; the command has been carried out before, or no longer matters.
  static <E extends Event> Decision<E> nothing() {
    return answer(Reply.OK);
  }

  static <E extends Event> Decision<E> reject(Refusal.Code code, String message) {
    return new Rejected<>(new Refusal(code, message));
  }
}
