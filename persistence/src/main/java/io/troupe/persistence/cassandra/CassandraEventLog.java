package io.troupe.persistence.cassandra;

import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.persistence.codec.Vocabulary;
import io.troupe.persistence.history.AuditQuery;
import io.troupe.persistence.history.EventLog;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StoredState;
import io.troupe.persistence.history.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The history of a cluster.
final class CassandraEventLog implements EventLog {
  private final Messages messages;
  private final TagViews views;
  private final Parallel parallel;
  private final LiveFeed live;
  private final Insistence insistence;
  private final Vocabulary vocabulary;

  /// @param insistence what a rebuilding asks with
  CassandraEventLog(
      Messages messages,
      TagViews views,
      Parallel parallel,
      LiveFeed live,
      Insistence insistence,
      Vocabulary vocabulary) {
    this.messages = messages;
    this.views = views;
    this.parallel = parallel;
    this.live = live;
    this.insistence = insistence;
    this.vocabulary = vocabulary;
  }

  @Override
  public long head() {
    return live.head();
  }

  @Override
  public long revisionAt(Instant instant) {
    long[] found = {0};
    views.newestFirst(
        0,
        Revisions.of(instant),
        entry -> {
          found[0] = entry.revision();
          return false;
        });
    return found[0];
  }

  @Override
  public Optional<LogEntry> find(EventId id) {
    return events(id.resource(), id.seq(), id.seq()).stream().findFirst();
  }

  @Override
  public List<LogEntry> events(Ref resource, long fromSeq, long toSeq) {
    return messages.events(resource, fromSeq, toSeq);
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, Instant instant) {
    return eventsUntil(resource, Revisions.of(instant));
  }

  @Override
  public List<LogEntry> eventsUntil(Ref resource, long revision) {
    List<LogEntry> all = events(resource, 1, Long.MAX_VALUE);
    int count = all.size();
    while (count > 0 && all.get(count - 1).revision() > revision) {
      count--;
    }
    return List.copyOf(all.subList(0, count));
  }

  @Override
  public List<LogEntry> audit(AuditQuery query) {
    long from =
        Math.max(query.fromRevision(), query.from() == null ? 0 : Revisions.of(query.from()));
    long to =
        Math.min(
            query.toRevision(), query.to() == null ? Long.MAX_VALUE : Revisions.of(query.to()));
    Predicate<LogEntry> wanted = AuditFilter.of(query, vocabulary);
    if (query.link() != null) {
      return auditOfLink(
          query, entry -> entry.revision() >= from && entry.revision() <= to && wanted.test(entry));
    }
    List<LogEntry> found = new ArrayList<>();
    Predicate<LogEntry> take =
        entry -> {
          if (wanted.test(entry)) {
            found.add(entry);
          }
          return found.size() < query.limit();
        };
    switch (query.order()) {
      case OLDEST_FIRST -> views.oldestFirst(from, to, take);
      case NEWEST_FIRST -> views.newestFirst(from, to, take);
    }
    return found;
  }

  /// What happened to one link, of whichever kind, is read by resource.
  private List<LogEntry> auditOfLink(AuditQuery query, Predicate<LogEntry> wanted) {
    Kind kind = query.kind();
    String link = query.link();
    Stream<LogEntry> found =
        (kind == null ? Stream.of(Kind.values()) : Stream.of(kind))
            .flatMap(one -> events(new Ref(one, String.valueOf(link)), 1, Long.MAX_VALUE).stream())
            .filter(wanted);
    var order =
        switch (query.order()) {
          case OLDEST_FIRST -> Revisions.ORDER;
          case NEWEST_FIRST -> Revisions.ORDER.reversed();
        };
    return found.sorted(order).limit(query.limit()).toList();
  }

  @Override
  public void replay(long fromRevision, long toRevision, Consumer<LogEntry> consumer) {
    views.oldestFirst(
        fromRevision,
        toRevision,
        entry -> {
          consumer.accept(entry);
          return true;
        });
  }

  @Override
  public long rebuild(Consumer<StoredState> states, Consumer<LogEntry> events) {
    AtomicLong head = new AtomicLong();
    live.open(feed ->
        parallel.each(
            insistence.on(this::resources)::forEach,
            resource -> {
              Messages.Standing standing = insistence.on(() -> messages.standing(resource));
              synchronized (head) {
                standing.snapshot().ifPresent(states);
                standing.events().forEach(events);
                feed.known(resource, standing.seq(), standing.revision());
                head.set(Math.max(head.get(), standing.revision()));
              }
            }));
    return head.get();
  }

  private List<Ref> resources() {
    List<Ref> all = new ArrayList<>();
    messages.resources(all::add);
    return all;
  }

  @Override
  public Subscription subscribe(long afterRevision, Consumer<LogEntry> consumer) {
    return live.subscribe(afterRevision, consumer);
  }
}
