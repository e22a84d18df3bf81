package io.troupe.actors.stage;

/// What an actor does with each message. Called from one thread at a time.
///
/// @param <M> what it understands
@FunctionalInterface
public interface Role<M> {
  /// Takes one message.
  ///
  /// @return whether to go on; after a false the role is over and hears nothing more
  boolean hear(M message);

  /// The role is over, or begins anew after a failure.
  default void end() {}
}
