package io.troupe.actors.entity;

import akka.actor.typed.ActorRef;
import io.troupe.core.Cause;
import io.troupe.core.Ref;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;

/// How messages reach resources and the scheduler. Delivery is at most once; senders repeat what
/// they owe.
public interface Post {
  /// Sends to a resource, wherever in the cluster it lives.
  void tell(Ref to, EntityMessage message);

  /// Asks the scheduler for a node. There is no answer but the placement itself, or the pod being
  /// told that it cannot be placed.
  void place(PlacementRequest request, PodSpec spec, Cause cause);

  /// Has a command decided by a resource.
  default void ask(
      Ref to, io.troupe.core.Command command, Cause cause, long ticket, ActorRef<Outcome> replyTo) {
    tell(to, new EntityMessage.Execute(command, cause, ticket, false, replyTo));
  }
}
