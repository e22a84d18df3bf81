package io.troupe.actors.entity;

import akka.actor.typed.ActorRef;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.persistence.codec.Wire;

/// What a resource's actor understands.
public sealed interface EntityMessage extends Wire {
  /// Decide on a command.
  ///
  /// @param ticket chosen by the sender, comes back with the [Outcome]
  /// @param withState whether the outcome is to carry the state
  record Execute(
      Command command, Cause cause, long ticket, boolean withState, ActorRef<Outcome> replyTo)
      implements EntityMessage {
    private static final long AGAIN = -2;

    /// The same, sent a second time because there was no answer.
    public Execute again() {
      return new Execute(command, cause, AGAIN, withState, replyTo);
    }

    /// Whether it may have come before.
    boolean isAgain() {
      return ticket == AGAIN;
    }
  }

  /// Tell your state.
  record Read(ActorRef<Outcome> replyTo) implements EntityMessage {}

  /// Tell your state now and after every change, until the follower ends or you do. A follower that
  /// is known already and has missed nothing is not answered.
  ///
  /// @param seen the number of the last event it has heard of, -1 for none
  record Follow(ActorRef<Followed> follower, long seen) implements EntityMessage {}

  /// Be there, and send what you owe.
  record Wake() implements EntityMessage {}

  /// What an entity says to itself.
  sealed interface Local extends EntityMessage {}

  /// Decide on all commands that have come in.
  enum Flush implements Local {
    INSTANCE
  }

  /// See which debts are due again.
  enum Remind implements Local {
    INSTANCE
  }

  /// Nothing has come in for long.
  enum Idle implements Local {
    INSTANCE
  }

  /// Stop; the shard has nothing more for you.
  enum Stop implements Local {
    INSTANCE
  }

  /// Another resource has answered to what was owed.
  record Answered(Outcome outcome) implements Local {}

  /// A follower has ended.
  record Unfollow(ActorRef<Followed> follower) implements Local {}
}
