package io.troupe.actors.entity;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.actors.entity.EntityMessage.Answered;
import io.troupe.actors.entity.EntityMessage.Execute;
import io.troupe.actors.entity.EntityMessage.Flush;
import io.troupe.actors.entity.EntityMessage.Follow;
import io.troupe.actors.entity.EntityMessage.Idle;
import io.troupe.actors.entity.EntityMessage.Read;
import io.troupe.actors.entity.EntityMessage.Remind;
import io.troupe.actors.entity.EntityMessage.Stop;
import io.troupe.actors.entity.EntityMessage.Unfollow;
import io.troupe.actors.entity.EntityMessage.Wake;

/// Keeps messages before the door in the entity's [Inbox] and lets in only the word that there are
/// some: an entity that writes stashes what comes, and Akka hands a stash over in one recursion,
/// which a thousand messages would drive over the end of the stack.
final class Doorkeeper extends BehaviorInterceptor<EntityMessage, EntityMessage> {
  private final Inbox inbox;

  Doorkeeper(Inbox inbox) {
    super(EntityMessage.class);
    this.inbox = inbox;
  }

  @Override
  public Behavior<EntityMessage> aroundReceive(
      TypedActorContext<EntityMessage> context,
      EntityMessage message,
      ReceiveTarget<EntityMessage> entity) {
    return switch (message) {
      case Flush _, Remind _, Idle _, Stop _ -> entity.apply(context, message);
      case Execute _, Answered _, Read _, Follow _, Unfollow _, Wake _ ->
          inbox.add(message) ? entity.apply(context, Flush.INSTANCE) : Behaviors.same();
    };
  }
}
