package io.troupe.http.plane;

import io.troupe.core.Cause;
import io.troupe.core.Event;
import io.troupe.core.EventId;
import io.troupe.core.Recorded;
import io.troupe.core.Ref;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.history.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// An event log in memory.
public final class MemoryLog implements EventLog {
  private final List<LogEntry> entries = new ArrayList<>();
  private final Function<Event, String> names;
  private final AtomicInteger subscriptions = new AtomicInteger();

  MemoryLog(Function<Event, String> names) {
    this.names = names;
  }

  synchronized LogEntry append(Ref resource, long seq, Instant at, Cause cause, Event event) {
    LogEntry entry =
        new LogEntry(
            entries.size() + 1L, new EventId(resource, seq), new Recorded<>(at, cause, event));
    entries.add(entry);
    notifyAll();
    return entry;
  }

  /// How many feeds run now.
  public int subscriptions() {
    return subscriptions.get();
  }

  @Override
  public synchronized long head() {
    return entries.size();
  }

  private synchronized List<LogEntry> where(Predicate<LogEntry> test) {
    return entries.stream().filter(test).toList();
  }

  @Override
  public long revisionAt(Instant instant) {
    return where(entry -> !entry.recorded().at().isAfter(instant)).size();
  }

  @Override
  public Optional<LogEntry> find(EventId id) {
    return where(entry -> entry.id().equals(id)).stream().findFirst();
  }

  @Override
  public List<LogEntry> events(Ref resource, long fromSeq, long toSeq) {
    return where(entry ->
        entry.id().resource().equals(resource)
            && entry.id().seq() >= fromSeq
            && entry.id().seq() <= toSeq);
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, Instant instant) {
    return where(
        entry -> entry.id().resource().equals(resource) && !entry.recorded().at().isAfter(instant));
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, long revision) {
    return where(entry -> entry.id().resource().equals(resource) && entry.revision() <= revision);
  }

  @Override
  public List<LogEntry> audit(AuditQuery query) {
    Comparator<LogEntry> oldest = Comparator.comparingLong(LogEntry::revision);
    return where(entry -> matches(query, entry)).stream()
        .sorted(query.order() == AuditQuery.Order.OLDEST_FIRST ? oldest : oldest.reversed())
        .limit(query.limit())
        .toList();
  }

  private boolean matches(AuditQuery query, LogEntry entry) {
    Ref resource = entry.id().resource();
    Cause cause = entry.recorded().cause();
    return (query.kind() == null || query.kind() == resource.kind())
        && (query.namespace() == null || query.namespace().equals(resource.namespace()))
        && (query.link() == null || query.link().equals(resource.link()))
        && (query.name() == null || query.name().equals(resource.name()))
        && (query.principal() == null || query.principal().equals(cause.principal()))
        && (query.request() == null || query.request().equals(cause.request()))
        && (query.type() == null || query.type().equals(names.apply(entry.recorded().event())))
        && (query.from() == null || !entry.recorded().at().isBefore(query.from()))
        && (query.to() == null || !entry.recorded().at().isAfter(query.to()))
        && entry.revision() >= query.fromRevision()
        && entry.revision() <= query.toRevision();
  }

  @Override
  public void replay(long fromRevision, long toRevision, Consumer<LogEntry> consumer) {
    where(entry -> entry.revision() >= fromRevision && entry.revision() <= toRevision)
        .forEach(consumer);
  }

  @Override
  public long rebuild(Consumer<StoredState> states, Consumer<LogEntry> events) {
    throw new UnsupportedOperationException("the API needs no rebuild");
  }

  @Override
  public Subscription subscribe(long afterRevision, Consumer<LogEntry> consumer) {
    Feed feed = new Feed(afterRevision, consumer);
    subscriptions.incrementAndGet();
    Thread.ofVirtual().name("feed").start(feed);
    return feed;
  }

  private synchronized Optional<LogEntry> next(long after, Feed feed) throws InterruptedException {
    while (entries.size() <= after && !feed.closed) {
      wait();
    }
    return feed.closed ? Optional.empty() : Optional.of(entries.get((int) after));
  }

  private synchronized void wakeAll() {
    notifyAll();
  }

  private final class Feed implements Subscription, Runnable {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Consumer<LogEntry> consumer;
    private long after;
    private volatile boolean closed;

    Feed(long after, Consumer<LogEntry> consumer) {
      this.after = after;
      this.consumer = consumer;
    }

    @Override
    public void run() {
      try {
        for (var entry = next(after, this); entry.isPresent(); entry = next(after, this)) {
          consumer.accept(entry.get());
          after++;
        }
        done.complete(null);
      } catch (RuntimeException | InterruptedException failed) {
        done.completeExceptionally(failed);
      } finally {
        subscriptions.decrementAndGet();
      }
    }

    @Override
    public void close() {
      closed = true;
      wakeAll();
    }

    @Override
    public CompletionStage<Void> done() {
      return done;
    }
  }
}
