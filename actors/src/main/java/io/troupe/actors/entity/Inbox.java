package io.troupe.actors.entity;

import akka.actor.ActorPath;
import io.troupe.actors.entity.EntityMessage.Execute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Messages on their way to an entity. It takes them all, and the entity hears only the word that
/// there are some.
public final class Inbox {
  /// More than come in while one is waited for.
  private static final int REMEMBERED = 512;

  private final Deque<EntityMessage> waiting = new ArrayDeque<>();
  private final Set<ActorPath> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ActorPath, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private boolean announced;

  /// Takes in a message.
  ///
  /// @return whether the entity has to be told that there is something
  public boolean add(EntityMessage message) {
    if (message instanceof Execute execute && isKnown(execute)) {
      return false;
    }
    waiting.add(message);
    boolean news = !announced;
    announced = true;
    return news;
  }

  /// Whether a command from outside that is sent again has come before. Each of these has a
  /// receiver of its own for its answer, so it is known by that one's path. (As references they
  /// would all have one hash code, and would keep the answers.)
  private boolean isKnown(Execute execute) {
    return execute.withState() && !seen.add(execute.replyTo().path()) && execute.isAgain();
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
