package io.troupe.core.decider;

import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The whole behaviour of one kind of resource as pure functions. Implementations hold no state and
/// may be called from any thread; the same arguments give the same result.
///
/// @param <C> the kind's sealed commands
/// @param <E> the kind's sealed events
/// @param <S> the kind's sealed states
public interface Decider<C extends Command, E extends Event, S extends State> {
  /// The kind this decides for.
  Kind kind();

  /// The state before the first event.
  S empty();

  /// What follows from a command: events to store and the answer, or a refusal. Changes nothing. A
  /// command that arrives again is answered as before and stores nothing new.
  Decision<E> decide(S state, C command, Context context);

  /// The state after an event. Total: every event that was ever stored can be applied.
  ///
  /// @param at when the event was stored
  S apply(S state, E event, Instant at);

  /// Whether there is such a resource, as users see it.
  boolean exists(S state);

  /// Every message the resource owes others in this state, in a fixed order; at most one of a
  /// command type to each receiver.
  List<Owed> owed(Ref self, S state);

  /// What the answer to an owed message means for the one who owed it: a command to itself that
  /// will take the debt out of the state, or empty to let it stand and be sent again.
  Optional<C> replied(Ref self, S state, Owed owed, Reply reply);
}
