package io.troupe.actors.link;

import akka.actor.typed.ActorRef;
import io.troupe.actors.session.ToSession;
import io.troupe.persistence.codec.Wire;
import java.util.List;

/// What passes between the gateways of control members, and those who look for one: agents, and
/// control members that want to join.
public sealed interface LinkMessage extends Wire {
  /// Who are you, and do you take messages for sessions?
  ///
  /// @param cluster the name of the cluster the sender belongs to, or wants to
  /// @param version the sender's release
  record Contact(String cluster, String version, ActorRef<Contacted> replyTo)
      implements LinkMessage {}

  /// This is who I am.
  ///
  /// @param cluster the name of the cluster it belongs to, or wants to
  /// @param controlMembers how many control members the cluster is to have
  /// @param storage where the cluster keeps its events
  /// @param address of the member's remoting, `host:port`
  /// @param status what it is in its cluster: `alone` before it has joined one, `joining`, `up` or
  ///   `leaving`
  /// @param serving whether it takes messages for sessions
  /// @param members the addresses of all control members that are up, as it sees them
  /// @param gateway where to send messages for sessions
  record Contacted(
      String cluster,
      int controlMembers,
      String storage,
      String address,
      String status,
      boolean serving,
      List<String> members,
      ActorRef<ToSession> gateway)
      implements LinkMessage {
    public Contacted {
      members = List.copyOf(members);
    }
  }
}
