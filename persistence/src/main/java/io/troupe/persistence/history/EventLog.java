package io.troupe.persistence.history;

import io.troupe.core.EventId;
import io.troupe.core.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Every event of every resource, in the order in which they were committed. Revisions count from 1
/// without gaps; a few of them belong to Akka's own bookkeeping and are passed over in silence.
///
/// All calls but [#head()] and [#subscribe] wait for the disk: an actor calls them on another
/// thread.
public interface EventLog {
  /// The revision of the newest event, 0 in an empty log.
  long head();

  /// The newest revision at an instant.
  long revisionAt(Instant instant);

  /// One event by its place.
  Optional<LogEntry> find(EventId id);

  /// The events of one resource with these numbers, both inclusive.
  List<LogEntry> events(Ref resource, long fromSeq, long toSeq);

  /// The events of one resource up to an instant.
  List<LogEntry> eventsUntil(Ref resource, Instant instant);

  /// The events of one resource up to a revision of the log.
  List<LogEntry> eventsUntil(Ref resource, long revision);

  /// What a query finds.
  List<LogEntry> audit(AuditQuery query);

  /// Hands on all events between two revisions, both inclusive, in order, on the calling thread.
  void replay(long fromRevision, long toRevision, Consumer<LogEntry> consumer);

  /// All that a view needs to begin: the latest snapshot of each resource that has one, and then,
  /// in order, all events that are newer than their resource's snapshot. Both are of one moment.
  ///
  /// @return the revision up to which all is handed on, for [#subscribe]
  long rebuild(Consumer<StoredState> states, Consumer<LogEntry> events);

  /// Hands on every event after a revision, in order, each once: those already stored first and
  /// then each as it is committed. The consumer is called from one thread of its own; when it is
  /// slow it falls behind and catches up from the table, and nobody waits for it.
  ///
  /// @param afterRevision the last revision seen, 0 for none
  Subscription subscribe(long afterRevision, Consumer<LogEntry> consumer);
}
