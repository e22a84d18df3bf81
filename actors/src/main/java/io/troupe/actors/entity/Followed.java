package io.troupe.actors.entity;

import akka.actor.typed.ActorRef;
import io.troupe.core.Event;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.persistence.codec.Wire;
import java.util.List;

/// News of a resource for one that follows it.
///
/// @param entity who speaks; when it ends, follow the resource again
/// @param after the number of the last event before these, equal to `seq` when this is only the
///   state
/// @param seq the number of the last of these events
/// @param events what happened, in order
/// @param state what it is now
public record Followed(
    ActorRef<EntityMessage> entity,
    Ref resource,
    long after,
    long seq,
    List<Recorded<? extends Event>> events,
    State state)
    implements Wire {
  public Followed {
    events = List.copyOf(events);
  }
}
