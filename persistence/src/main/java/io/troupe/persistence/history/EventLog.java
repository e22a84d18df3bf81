package io.troupe.persistence.history;

import io.troupe.core.EventId;
import io.troupe.core.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Every event of every resource, in one order. A revision says where an event stands in it: of two
/// events of one resource the later has no smaller one, and reading by revision leaves nothing out.
/// More must not be assumed, since storages differ:
///
/// | | embedded journal | Cassandra |
/// |---|---|---|
/// | a revision is | the number of the commit's row, from 1 | the instant in microseconds since 1970 |
/// | unique | yes | events stored together share theirs |
/// | order across resources | that of the commits | that of the clocks of members |
/// | a subscription that is resumed | gets what is newer | gets some of what it had, again |
///
/// All calls but [#head()] and [#subscribe] wait for the storage, and throw [StorageUnavailable]
/// when it does not answer: an actor calls them on another thread.
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

  /// All that a view needs to begin: of each resource the latest snapshot, when there is one, and
  /// then, in the resource's order, all events that are newer than it. Never called from two
  /// threads at once.
  ///
  /// @return the revision up to which all is handed on, for [#subscribe]
  long rebuild(Consumer<StoredState> states, Consumer<LogEntry> events);

  /// Hands on every event after a revision, each once and each resource's in its order: those
  /// already stored first and then each as it comes to be known. What was stored shortly before the
  /// revision may be handed on as well; who must not take an event twice looks at its id. The
  /// consumer is called from one thread of its own; when it is slow it falls behind and catches up
  /// from the storage, and nobody waits for it.
  ///
  /// @param afterRevision the last revision seen, 0 for none
  Subscription subscribe(long afterRevision, Consumer<LogEntry> consumer);
}
