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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages on their way to an entity. It takes them all and lets in only the word that there are
/// some: an entity that writes stashes what comes, and Akka hands a stash over in one recursion,
/// which a thousand messages would drive over the end of the stack.
final class Inbox extends BehaviorInterceptor<EntityMessage, EntityMessage> {
  private final Deque<EntityMessage> waiting = new ArrayDeque<>();
  private boolean announced;

  Inbox() {
    super(EntityMessage.class);
  }

  @Override
  public Behavior<EntityMessage> aroundReceive(
      TypedActorContext<EntityMessage> context,
      EntityMessage message,
      ReceiveTarget<EntityMessage> entity) {
    return switch (message) {
      case Flush _, Remind _, Idle _, Stop _ -> entity.apply(context, message);
      case Execute _, Answered _, Read _, Follow _, Unfollow _, Wake _ -> {
        waiting.add(message);
        if (announced) {
          yield Behaviors.same();
        }
        announced = true;
        yield entity.apply(context, Flush.INSTANCE);
      }
    };
  }

  /// The next message, null when there is none.
  @Nullable EntityMessage poll() {
    return waiting.poll();
  }

  /// The entity has been told and is about to look.
  void opened() {
    announced = false;
  }

  /// Whether the entity has to look again by itself; if so, that counts as announced.
  boolean hasMore() {
    announced = announced || !waiting.isEmpty();
    return !waiting.isEmpty();
  }

  /// Takes out all commands and leaves the rest.
  List<Execute> withdraw() {
    List<Execute> commands = new ArrayList<>();
    waiting.removeIf(message -> message instanceof Execute execute && commands.add(execute));
    return commands;
  }
}
