package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import io.troupe.core.Ref;
import io.troupe.persistence.codec.Wire;
import java.time.Duration;
import java.util.List;

/// What a node's session says to its agent.
public sealed interface ToAgent extends Wire {
  /// I do not know you (any more): say hello.
  record Introduce() implements ToAgent {}

  /// This is everything you are to run. Whatever else you have is to end. After it, the agent
  /// reports every pod it has or was told to stop. A snapshot that is older than what the agent has
  /// counts only as the answer to the agent's last hello; any other was long under way.
  ///
  /// @param hello the number of the last hello that the session has heard
  /// @param stopping pods that are to end; each is reported as removed once nothing is left of it,
  ///   also when there never was anything
  /// @param heartbeat how often to send a heartbeat
  record Snapshot(
      long hello, long revision, List<Assignment> run, List<Ref> stopping, Duration heartbeat)
      implements ToAgent {
    public Snapshot {
      run = List.copyOf(run);
      stopping = List.copyOf(stopping);
    }
  }

  /// This has changed. An agent whose revision is not `after` ignores it and says
  /// [ToSession.Hello], to get a snapshot.
  ///
  /// @param after the revision this builds on
  /// @param revision the revision it leads to
  record Delta(long after, long revision, List<Assignment> run, List<Ref> stop) implements ToAgent {
    public Delta {
      run = List.copyOf(run);
      stop = List.copyOf(stop);
    }
  }

  /// The network has changed. Applied in order, each as the answer to the agent's newest hello;
  /// answered with [ToSession.NetworkApplied], and sent again until then. A hello that comes twice
  /// may have been heard by two sessions, one after the other: the agent says another when a second
  /// one answers.
  ///
  /// @param session unique to this run of the session
  /// @param hello the number of the last hello that the session has heard
  record Network(String session, long hello, NetworkNews news) implements ToAgent {}

  /// The report with this number is stored.
  record ReportTaken(long number) implements ToAgent {}

  /// Send what a pod's containers print to the reader.
  record OpenLog(LogRequest request, ActorRef<LogChunk> reader) implements ToAgent {}
}
