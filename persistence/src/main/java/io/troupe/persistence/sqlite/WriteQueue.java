package io.troupe.persistence.sqlite;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the next commit, bounded in events and in bytes.
final class WriteQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Write> waiting = new ArrayDeque<>();
  private final int maxEvents;
  private final long maxBytes;
  private int events;
  private long bytes;
  private boolean closed;

  WriteQueue(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /// Queues a write, or fails it at once when there is no room. A write into an empty queue always
  /// has room.
  void add(Write write) {
    String refusal = null;
    lock.lock();
    try {
      if (closed) {
        refusal = "the journal is closed";
      } else if (isFullFor(write)) {
        refusal =
            "the journal is overloaded: %d events (%d KiB) wait to be written; try again later"
                .formatted(events, bytes / 1024);
      } else {
        waiting.add(write);
        events += write.events();
        bytes += write.size();
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      write.done().completeExceptionally(new JournalWriteException(refusal));
    }
  }

  private boolean isFullFor(Write write) {
    return !waiting.isEmpty()
        && (events + write.events() > maxEvents || bytes + write.size() > maxBytes);
  }

  /// Waits for writes and takes as many as fit into one commit.
  ///
  /// @return nothing when none came in time, or when the queue is closed and empty
  List<Write> take(int upToEvents, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long nanos = patience.toNanos();
      while (waiting.isEmpty() && !closed && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      List<Write> batch = new ArrayList<>();
      int taken = 0;
      while (!waiting.isEmpty()
          && (batch.isEmpty() || taken + waiting.element().events() <= upToEvents)) {
        Write next = waiting.remove();
        taken += next.events();
        bytes -= next.size();
        batch.add(next);
      }
      events -= taken;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  int events() {
    lock.lock();
    try {
      return events;
    } finally {
      lock.unlock();
    }
  }

  /// Refuses what comes from now on; what is queued is still taken.
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Whether nothing is queued and nothing will come.
  boolean isFinished() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  static Duration forever() {
    return Duration.ofNanos(TimeUnit.DAYS.toNanos(365));
  }
}
