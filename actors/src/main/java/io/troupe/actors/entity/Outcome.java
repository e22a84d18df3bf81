package io.troupe.actors.entity;

import io.troupe.core.State;
import io.troupe.core.decider.Reply;
import io.troupe.persistence.codec.Wire;
import org.jspecify.annotations.Nullable;

/// What became of a message to a resource.
public sealed interface Outcome extends Wire {
  /// The ticket of the message.
  long ticket();

  /// It has decided, and its events are stored.
  ///
  /// @param seq the number of the resource's last event
  /// @param state present when it was asked for
  record Decided(long ticket, Reply reply, long seq, @Nullable State state) implements Outcome {}

  /// It could not be stored; nothing has changed.
  record Failed(long ticket, String message) implements Outcome {}
}
