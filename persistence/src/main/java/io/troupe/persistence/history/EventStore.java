package io.troupe.persistence.history;

import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.archive.Archive;
import java.util.List;
import java.util.Set;

/// Where everything is kept: the journal of one actor system, whichever `troupe.storage` chooses.
/// Calls may be made from any thread, and none of its own waits.
public interface EventStore {
  /// The history, and what happens next.
  EventLog log();

  /// How it is doing.
  StoreHealth health();

  /// Takes notice of events of one resource that this member has just stored, in order. Where the
  /// journal itself tells its readers what was stored there is nothing to do.
  ///
  /// @param first the number of the first of them
  void stored(Ref resource, long first, List<? extends Recorded<?>> events);

  /// The tags that the events of a resource are stored with, for the journals that look events up
  /// by tags.
  Set<String> tags(Ref resource);

  /// Sees to it that an event, which is known to be stored, reaches the readers of this member
  /// soon, also when nobody has told them.
  void expect(EventId event);

  /// All that is stored, to be moved elsewhere. Its calls wait.
  Archive archive();
}
