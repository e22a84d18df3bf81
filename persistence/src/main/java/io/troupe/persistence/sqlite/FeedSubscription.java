package io.troupe.persistence.sqlite;

import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.StorageUnavailable;
import io.troupe.persistence.history.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reader of the live feed. What is committed is put into its buffer; when the buffer has no
/// room it is emptied, and whatever the reader then misses it reads from the table. The next wanted
/// revision decides everything, so nothing is handed on twice and nothing is left out.
final class FeedSubscription implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSubscription.class);
  private static final int TABLE_CHUNK = 2_000;
  private static final Duration RETRY = Duration.ofMillis(500);

  /// The log on disk.
  interface Table {
    /// The newest committed revision.
    long head();

    /// Hands on what is stored between two revisions, both inclusive.
    void read(long from, long to, Consumer<LogEntry> consumer);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Committed> buffer = new ArrayDeque<>();
  private final int bufferSize;
  private final Table table;
  private final Consumer<LogEntry> consumer;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private int buffered;
  private long head;
  private volatile boolean closed;
  private long next;

  FeedSubscription(long afterRevision, int bufferSize, Table table, Consumer<LogEntry> consumer) {
    this.next = afterRevision + 1;
    this.bufferSize = bufferSize;
    this.table = table;
    this.consumer = consumer;
  }

  void start() {
    announce(table.head());
    Thread.ofVirtual().name("troupe-journal-feed").start(this::run);
  }

  void offer(Committed commit) {
    lock.lock();
    try {
      head = Math.max(head, commit.last());
      int size = commit.entries().size();
      if (buffered + size > bufferSize) {
        buffer.clear();
        buffered = 0;
      } else {
        buffer.add(commit);
        buffered += size;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  void announce(long newHead) {
    lock.lock();
    try {
      head = Math.max(head, newHead);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Committed commit = awaitNews();
        if (closed) {
          break;
        }
        if (commit == null) {
          catchUp(knownHead());
        } else {
          catchUp(commit.first() - 1);
          hand(commit);
        }
      }
      done.complete(null);
    } catch (RuntimeException failed) {
      LOG.warn("A subscriber of the log failed at revision {}", next, failed);
      done.completeExceptionally(failed);
    } catch (InterruptedException interrupted) {
      done.complete(null);
    }
  }

  /// The next commit in the buffer, or null when there is more in the table than in the buffer.
  private @Nullable Committed awaitNews() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && buffer.isEmpty() && head < next) {
        changed.await();
      }
      Committed commit = buffer.poll();
      if (commit != null) {
        buffered -= commit.entries().size();
      }
      return commit;
    } finally {
      lock.unlock();
    }
  }

  private long knownHead() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  /// Reads from the table up to a revision that is known to be committed.
  private void catchUp(long upTo) throws InterruptedException {
    while (next <= upTo && !closed) {
      long last = Math.min(upTo, next + TABLE_CHUNK - 1);
      try {
        table.read(next, last, this::hand);
        next = last + 1;
      } catch (StorageUnavailable unreadable) {
        LOG.warn("The live feed waits for the journal: {}", unreadable.getMessage());
        pause();
      }
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long nanos = RETRY.toNanos();
      while (!closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private void hand(Committed commit) {
    commit.entries().forEach(this::hand);
    next = Math.max(next, commit.last() + 1);
  }

  private void hand(LogEntry entry) {
    if (entry.revision() >= next && !closed) {
      consumer.accept(entry);
      next = entry.revision() + 1;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<Void> done() {
    return done;
  }
}
