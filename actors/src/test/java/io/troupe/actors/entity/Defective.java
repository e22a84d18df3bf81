package io.troupe.actors.entity;

import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Context;
import io.troupe.core.decider.Decider;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A decider that fails at one command.
record Defective<C extends Command, E extends Event, S extends State>(
    Decider<C, E, S> sound, C fatal) implements Decider<C, E, S> {
  @Override
  public Kind kind() {
    return sound.kind();
  }

  @Override
  public S empty() {
    return sound.empty();
  }

  @Override
  public Decision<E> decide(S state, C command, Context context) {
    if (command.equals(fatal)) {
      throw new IllegalStateException("a defect");
    }
    return sound.decide(state, command, context);
  }

  @Override
  public S apply(S state, E event, Instant at) {
    return sound.apply(state, event, at);
  }

  @Override
  public boolean exists(S state) {
    return sound.exists(state);
  }

  @Override
  public List<Owed> owed(Ref self, S state) {
    return sound.owed(self, state);
  }

  @Override
  public Optional<C> replied(Ref self, S state, Owed owed, Reply reply) {
    return sound.replied(self, state, owed, reply);
  }
}
