package io.troupe.persistence.cassandra;

import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.codec.Wire;
import io.troupe.persistence.history.LogEntry;
import java.util.List;

/// What one member has stored, for the feeds of all members. May be lost, doubled and overtaken:
/// the numbers tell.
public record Published(List<Stored> stored) implements Wire {
  public Published {
    stored = List.copyOf(stored);
  }

  /// Events of one resource that were stored together.
  ///
  /// @param first the number of the first of them
  public record Stored(Ref resource, long first, List<Recorded<? extends Event>> events) {
    public Stored {
      events = List.copyOf(events);
      if (events.isEmpty() || first < 1) {
        throw new IllegalArgumentException("no events of " + resource + " from " + first);
      }
    }

    long last() {
      return first + events.size() - 1;
    }

    LogEntry entry(int index) {
      return Revisions.entry(new EventId(resource, first + index), events.get(index));
    }
  }
}
