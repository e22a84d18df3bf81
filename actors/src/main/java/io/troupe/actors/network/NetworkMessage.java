package io.troupe.actors.network;

import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.Outcome;
import io.troupe.actors.session.SessionMessage;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.persistence.codec.Wire;
import java.util.Set;

/// What a member's network book understands.
public sealed interface NetworkMessage permits NetworkMessage.Inner, NetworkMessage.Between {
  /// From within the member.
  sealed interface Inner extends NetworkMessage {}

  /// From the book of another member.
  sealed interface Between extends NetworkMessage, Wire {}

  /// The member's view is there.
  record Open(View view) implements Inner {}

  /// The view shows something new of a service or one of its pods.
  record ServiceTouched(Ref service) implements Inner {}

  /// The view shows something new of a node that matters to the network.
  record NodeTouched(Ref node) implements Inner {}

  /// The view shows something new of a pool.
  record PoolTouched() implements Inner {}

  /// An agent has begun: its session wants everything, then what changes.
  record Begin(String node, ActorRef<SessionMessage> session) implements Inner {}

  /// A session that should be known, in case that it is not.
  record Present(String node, ActorRef<SessionMessage> session) implements Inner {}

  /// An agent has done all up to this number.
  record Applied(String node, ActorRef<SessionMessage> session, long number) implements Inner {}

  /// A session has ended.
  record End(String node, ActorRef<SessionMessage> session) implements Inner {}

  /// Send this command when no node begins new connections to the pod any more.
  record Drain(
      Ref pod, Ref to, Command command, Cause cause, long ticket, ActorRef<Outcome> answers)
      implements Inner {}

  /// Tell which of your nodes begin no new connections to the pod any more.
  record AwaitDrained(Ref pod, ActorRef<NetworkMessage> reader) implements Between {}

  /// These nodes do not.
  record Drained(Ref pod, Set<String> nodes) implements Between {
    public Drained {
      nodes = Set.copyOf(nodes);
    }
  }

  /// Look at everything that was touched.
  enum Flush implements Inner {
    INSTANCE
  }

  /// A drain has waited long enough.
  record Overdue(Ref pod) implements Inner {}
}
