package io.troupe.http.resource;

import io.troupe.actors.Deciders;
import io.troupe.actors.view.View;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.http.view.Picture;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import java.util.List;
import java.util.Optional;

/// All resources at a moment of the past, each made again from its events when it is asked for.
public final class Past implements Picture {
  private final EventLog log;
  private final Moment moment;

  public Past(EventLog log, Moment moment) {
    this.log = log;
    this.moment = moment;
  }

  @Override
  public Optional<View.Item> find(Ref resource) {
    List<LogEntry> events = moment.events(log, resource);
    if (events.isEmpty()) {
      return Optional.empty();
    }
    State state = Deciders.empty(resource.kind());
    for (LogEntry entry : events) {
      state =
          Deciders.apply(resource.kind(), state, entry.recorded().event(), entry.recorded().at());
    }
    LogEntry last = events.getLast();
    return Deciders.exists(resource.kind(), state)
        ? Optional.of(new View.Item(resource, state, last.id().seq(), last.revision()))
        : Optional.empty();
  }
}
