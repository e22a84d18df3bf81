package io.troupe.actors.session;

import akka.actor.typed.ActorRef;
import io.troupe.persistence.codec.Wire;
import java.time.Instant;
import java.util.List;

/// A piece of a log on its way to a reader. After [Opened] the reader asks for each further piece
/// with a [LogPull]; nothing is sent unasked, so a slow reader holds up nobody.
public sealed interface LogChunk extends Wire {
  /// The log is open; ask here for more. The source ends by itself when its reader ends.
  record Opened(ActorRef<LogPull> source) implements LogChunk {}

  /// Some lines, in order.
  record Lines(List<Line> lines) implements LogChunk {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /// There are no more lines.
  record End() implements LogChunk {}

  /// The log cannot be read.
  ///
  /// @param message for the user
  record Failed(String message) implements LogChunk {}

  /// One line of one container.
  ///
  /// @param stream `stdout` or `stderr`
  record Line(Instant at, String container, String containerId, String stream, String text) {}
}
