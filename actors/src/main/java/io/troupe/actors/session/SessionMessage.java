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
  ///
  /// @param silentMillis how long the agent may be taken to have been silent already; negative
  ///   where it needs time to find this session
  record Watch(long silentMillis) implements Inner {}

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

  /// The network has changed since the agent last said what it has.
  record NetworkChanged(NetworkNews news) implements Inner {}

  /// Time to tell the agent of the network again.
  enum NetworkAgain implements Inner {
    INSTANCE
  }

  /// Time to see whether the agent is still heard.
  enum Listen implements Inner {
    INSTANCE
  }

  /// Follow the node again, in case that something was lost.
  enum FollowAgain implements Inner {
    INSTANCE
  }

  /// The shard wants this session to stop.
  enum Stop implements Inner {
    INSTANCE
  }
}
