package io.troupe.actors.entity;

import akka.actor.typed.ActorRef;
import io.troupe.actors.network.NetworkMessage;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.core.placement.PlacementRequest;
import io.troupe.core.pod.PodSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How messages reach resources and the scheduler. Delivery is at most once; senders repeat what
/// they owe.
public interface Post {
  /// Sends to a resource, wherever in the cluster it lives.
  void tell(Ref to, EntityMessage message);

  /// Asks the scheduler for a node. There is no answer but the placement itself, or the pod being
  /// told that it cannot be placed.
  void place(PlacementRequest request, PodSpec spec, Cause cause);

  /// Has a command decided by a resource once no node begins new connections to a pod any more.
  default void drain(
      Ref pod, Ref to, Command command, Cause cause, long ticket, ActorRef<Outcome> replyTo) {
    ask(to, command, cause, ticket, replyTo);
  }

  /// Tells this member's book of the network, where there is one.
  default void network(NetworkMessage message) {}

  /// The tags that the events of a resource are stored with.
  default Set<String> tags(Ref resource) {
    return Set.of();
  }

  /// Takes notice of what a resource has just stored, for those who read along.
  ///
  /// @param first the number of the first of these events
  default void stored(Ref resource, long first, List<? extends Recorded<?>> events) {}

  /// Has the node's session be there and watch the node.
  ///
  /// @param silent how long its agent may be taken to have been silent, negative for a grace
  void watch(Ref node, Duration silent);

  /// Has a command decided by a resource.
  default void ask(Ref to, Command command, Cause cause, long ticket, ActorRef<Outcome> replyTo) {
    tell(to, new EntityMessage.Execute(command, cause, ticket, false, replyTo));
  }

  /// Whether this member may have been put out of its cluster, and its resources may live elsewhere
  /// already: then nothing must be stored.
  default boolean isCutOff() {
    return false;
  }
}
