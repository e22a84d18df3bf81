package io.troupe.persistence.sample;

import akka.actor.typed.ActorRef;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.persistence.codec.Wire;

/// Messages between members.
public sealed interface ShipMessage extends Wire {
  record Order<C extends Command>(Cause cause, C command, ActorRef<Answer> replyTo)
      implements ShipMessage {}

  record Answer(boolean accepted) implements ShipMessage {}
}
