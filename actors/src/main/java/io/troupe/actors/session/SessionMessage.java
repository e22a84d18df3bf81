package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import io.troupe.actors.entity.EntityMessage;
import io.troupe.actors.entity.Followed;
import io.troupe.actors.entity.Outcome;
import io.troupe.persistence.codec.Wire;

/// What a node's session understands: what agents say, what the control plane asks of it, and its
/// own timers.
public sealed interface SessionMessage extends Wire permits ToSession, SessionMessage.Inner {
  /// From within the control plane.
  sealed interface Inner extends SessionMessage {}

  /// Be there and watch the node, even if its agent is silent.
  record Watch() implements Inner {}

  /// Have the agent open a log.
  record ReadLog(LogRequest request, ActorRef<LogChunk> reader) implements Inner {}

  /// Say what of the machine is in use.
  record ReadUsage(ActorRef<LatestUsage> reader) implements Inner {}

  /// The node has changed.
  record News(Followed followed) implements Inner {}

  /// The node's entity has ended.
  record EntityEnded(ActorRef<EntityMessage> entity) implements Inner {}

  /// A resource has answered to what the agent reported.
  record Settled(Outcome outcome) implements Inner {}

  /// Time to see whether the agent is still heard.
  enum Listen implements Inner {
    INSTANCE
  }

  /// Follow the node again if nothing has come of it.
  enum FollowAgain implements Inner {
    INSTANCE
  }

  /// The shard wants this session to stop.
  enum Stop implements Inner {
    INSTANCE
  }
}
