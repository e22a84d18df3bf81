package io.troupe.simulator.world;

import io.troupe.core.EventId;
import io.troupe.core.Ref;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.history.Subscription;
import io.troupe.simulator.engine.Place;
import io.troupe.simulator.engine.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// The log as one member's view reads it: in order, each event once, and as late as it pleases.
final class MemberLog implements EventLog {
  private static final long USUAL_NANOS = 1_000_000;

  private final Journal journal;
  private final Timeline timeline;
  private final Place place;
  private long lagNanos;
  private long lastAt;

  MemberLog(Journal journal, Timeline timeline, Place place) {
    this.journal = journal;
    this.timeline = timeline;
    this.place = place;
  }

  /// Makes the view stale by so much.
  void lag(long nanos) {
    lagNanos = nanos;
  }

  /// Whether something is on its way that is older than usual.
  boolean isBehind() {
    return lastAt > timeline.now() + USUAL_NANOS;
  }

  @Override
  public long head() {
    return journal.head();
  }

  @Override
  public long rebuild(Consumer<StoredState> states, Consumer<LogEntry> events) {
    journal.entries().forEach(events);
    return journal.head();
  }

  @Override
  public Subscription subscribe(long afterRevision, Consumer<LogEntry> consumer) {
    long life = place.life();
    journal.read(entry -> {
      if (place.up() && place.life() == life) {
        long at = Math.max(lastAt, timeline.now() + USUAL_NANOS + lagNanos);
        lastAt = at;
        timeline.in(at - timeline.now(), place, () -> consumer.accept(entry));
      }
    });
    return new Subscription() {
      @Override
      public void close() {}

      @Override
      public CompletionStage<Void> done() {
        return new CompletableFuture<>();
      }
    };
  }

  @Override
  public long revisionAt(Instant instant) {
    throw unused();
  }

  @Override
  public Optional<LogEntry> find(EventId id) {
    throw unused();
  }

  @Override
  public List<LogEntry> events(Ref resource, long fromSeq, long toSeq) {
    throw unused();
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, Instant instant) {
    throw unused();
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, long revision) {
    throw unused();
  }

  @Override
  public List<LogEntry> audit(AuditQuery query) {
    throw unused();
  }

  @Override
  public void replay(long fromRevision, long toRevision, Consumer<LogEntry> consumer) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("a view does not ask this");
  }
}
