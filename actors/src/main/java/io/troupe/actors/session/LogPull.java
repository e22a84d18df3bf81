package io.troupe.actors.session;

import io.troupe.persistence.codec.Wire;

/// What a reader says to the source of a log.
public sealed interface LogPull extends Wire {
  /// Send the next piece, as soon as there is one.
  record Next() implements LogPull {}

  /// I have enough.
  record Close() implements LogPull {}
}
