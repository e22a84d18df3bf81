package io.troupe.actors;

import akka.actor.typed.ActorRef;
import io.troupe.actors.network.EndpointReader;
import io.troupe.actors.session.LogChunk;
import io.troupe.actors.session.LogRequest;
import io.troupe.actors.session.ToSession;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Reply;
import io.troupe.core.network.Endpoint;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Usage;
import io.troupe.persistence.history.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What the outside may do with the cluster. All methods may be called from any thread and block
/// none; a stage fails with a [ControlPlaneUnavailable] when no answer came in time or the journal
/// refuses to write, in which case nothing is known to be stored.
public interface ControlPlane {
  /// Sends a command to a resource. The answer comes after its events are stored and this member's
  /// [#view()] shows them.
  CompletionStage<Answer> send(Ref to, Command command, Cause cause);

  /// Asks a resource for its state as of now: no answer that any member gave before the call is
  /// missing from it. A resource that does not exist answers with its empty state. The answer comes
  /// when this member's [#view()] shows as much.
  CompletionStage<Standing> read(Ref resource);

  /// Everything there is, for lists: in memory, at most a moment behind.
  View view();

  /// Everything that ever happened. Its calls block: use a virtual thread.
  EventLog log();

  /// Reads logs of a pod's containers at its node's agent. The reader is sent [LogChunk]s, the
  /// first within seconds or a [LogChunk.Failed].
  void openLog(LogRequest request, ActorRef<LogChunk> reader);

  /// What of a node's machine is in use, measured within the last seconds. Empty when that is not
  /// known: the agent has told nothing yet, is not heard any more, or simulates its machine.
  CompletionStage<Optional<Usage>> usage(String node);

  /// How the services of a namespace, or of all where it is empty, can be called now, in order.
  default List<Endpoint> endpoints(String namespace) {
    return EndpointReader.endpoints(view(), namespace);
  }

  /// Where agents send what they have to say.
  ActorRef<ToSession> sessions();

  /// How the control plane is.
  Health health();

  /// Who belongs to the cluster: its control members, and agents in processes of their own.
  List<Member> members();

  /// Takes no more commands and says so, because this member is about to leave.
  void drain();

  /// Whether there is no other control member that could take over.
  boolean isAlone();

  /// A process that belongs to the cluster.
  ///
  /// @param address of its remoting, `host:port`; of an agent, its node's own address
  /// @param roles `control`, `node`, `ingress`
  /// @param status `up`, `joining`, `leaving`, `unreachable`, `suspect`, `offline`, …
  /// @param version its release
  /// @param since when it began; empty when that is not known
  record Member(
      String name,
      String address,
      List<String> roles,
      String status,
      String version,
      Optional<Instant> since) {
    public Member {
      roles = List.copyOf(roles);
    }

    /// The agent of a node, when there is such a node.
    static Optional<Member> agent(String name, NodeState state) {
      return state instanceof NodeState.Member node
          ? Optional.of(
              new Member(
                  name,
                  node.info().internalIp(),
                  List.of("node"),
                  node.liveness() == NodeState.Liveness.ONLINE
                      ? "up"
                      : node.liveness().name().toLowerCase(Locale.ROOT),
                  node.info().version(),
                  Optional.empty()))
          : Optional.empty();
    }
  }

  /// A resource's answer to a command.
  ///
  /// @param state the state it was given in, after the command's events
  /// @param seq the number of the resource's last event, 0 for none
  record Answer(Reply reply, State state, long seq) {}

  /// A resource's state.
  ///
  /// @param seq the number of the resource's last event, 0 for none
  record Standing(Ref resource, State state, long seq) {}

  /// How the control plane is.
  ///
  /// @param ready whether commands are taken and lists are complete
  /// @param message why not, empty when ready
  /// @param writable whether the journal takes writes
  /// @param revision the newest revision the view shows
  record Health(boolean ready, String message, boolean writable, long revision) {}
}
