package io.troupe.persistence.cassandra;

import io.troupe.core.Ref;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.history.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reader of the live feed, on a thread of its own. It reads from the tables what this member's
/// ring does not reach back to, then from the ring; when it is too slow for that, from the tables
/// again. The number of the last event of each resource decides what is handed on.
final class FeedSubscription implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSubscription.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int REMEMBERED = 50_000;
  private static final long REMEMBERED_FOR = Duration.ofMinutes(10).toNanos() / 1000;

  /// How far a resource was handed on, and when.
  private record Handed(long seq, long at) {}

  private final Ring ring;
  private final TagViews views;
  private final Feed.Journal journal;
  private final Consumer<LogEntry> consumer;
  private final long overlap;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Map<Ref, Handed> handed = new HashMap<>();
  private final Rest rest = new Rest();
  private volatile boolean closed;
  private volatile Thread thread = Thread.currentThread();

  /// What comes to be known after this instant, or has happened after it, is to be handed on.
  private long cut;

  FeedSubscription(
      long cut,
      Duration overlap,
      Ring ring,
      TagViews views,
      Feed.Journal journal,
      Consumer<LogEntry> consumer) {
    this.cut = cut;
    this.overlap = overlap.toNanos() / 1000;
    this.ring = ring;
    this.views = views;
    this.journal = journal;
    this.consumer = consumer;
  }

  void start() {
    thread = Thread.ofVirtual().name("troupe-feed-reader").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        long since = cut;
        long position = ring.oldest();
        if (!ring.reachesBack(since)) {
          readTables(since);
        }
        follow(since, position);
      }
      done.complete(null);
    } catch (InterruptedException ended) {
      done.complete(null);
    } catch (RuntimeException failed) {
      if (closed) {
        done.complete(null);
      } else {
        LOG.warn("A subscriber of the log failed", failed);
        done.completeExceptionally(failed);
      }
    }
  }

  private void readTables(long since) throws InterruptedException {
    while (!closed) {
      try {
        views.oldestFirst(
            since,
            Long.MAX_VALUE,
            entry -> {
              hand(entry);
              return !closed;
            });
        return;
      } catch (StorageUnavailable unreadable) {
        LOG.warn("The live feed waits for the journal: {}", unreadable.getMessage());
        closed = !rest.take(RETRY) || closed;
      }
    }
  }

  /// Goes along the ring until the subscription ends or has fallen off it.
  private void follow(long since, long start) throws InterruptedException {
    long position = start;
    while (!closed) {
      List<Ring.Arrived> news = ring.take(position);
      if (news == null) {
        return;
      }
      if (news.isEmpty()) {
        closed = true;
      }
      for (Ring.Arrived arrived : news) {
        if (arrived.arrival() > since || arrived.entry().revision() > since) {
          hand(arrived.entry());
        }
        cut = Math.max(cut, arrived.arrival() - overlap);
      }
      position += news.size();
    }
  }

  /// Hands an event on unless the resource has come further, and before it whatever was left out.
  private void hand(LogEntry entry) {
    Ref resource = entry.id().resource();
    Handed before = handed.get(resource);
    if (before != null && before.seq() >= entry.id().seq()) {
      return;
    }
    if (before != null && before.seq() + 1 < entry.id().seq()) {
      journal.events(resource, before.seq() + 1, entry.id().seq() - 1).forEach(this::give);
    }
    give(entry);
  }

  private void give(LogEntry entry) {
    if (!closed) {
      consumer.accept(entry);
      long now = Revisions.now();
      handed.put(entry.id().resource(), new Handed(entry.id().seq(), now));
      if (handed.size() > REMEMBERED) {
        handed.values().removeIf(old -> old.at() < now - REMEMBERED_FOR);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    rest.end();
    if (thread != Thread.currentThread()) {
      thread.interrupt();
    }
  }

  @Override
  public CompletionStage<Void> done() {
    return done;
  }
}
