package io.troupe.core.decider;

/// What a resource answers to a command.
public sealed interface Reply {
  /// The plain yes.
  Reply OK = new Accepted("");

  /// Done, or stored and certain to happen.
  ///
  /// @param note a word between two deciders that the sender needs to go on, mostly empty
  record Accepted(String note) implements Reply {}

  /// Understood, but not finished: ask again later.
  record Pending() implements Reply {}

  /// Not done, nothing stored.
  record Refused(Refusal refusal) implements Reply {}

  static Reply refused(Refusal.Code code, String message) {
    return new Refused(new Refusal(code, message));
  }
}
