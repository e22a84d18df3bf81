package io.troupe.persistence.cassandra;

import io.troupe.persistence.history.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The latest events in the order in which this member came to know them, each at a position.
/// Whoever reads too slowly finds its position gone.
final class Ring {
  private static final int CHUNK = 512;

  /// An event and when this member came to know it, in microseconds since 1970.
  record Arrived(LogEntry entry, long arrival) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final @Nullable Arrived[] slots;
  private long next;
  private long complete;
  private boolean closed;

  /// @param since when this member began to listen: what arrives later is here
  Ring(int size, long since) {
    this.slots = new @Nullable Arrived[size];
    this.complete = since;
  }

  void add(LogEntry entry) {
    lock.lock();
    try {
      int slot = (int) (next % slots.length);
      Arrived old = slots[slot];
      if (old != null) {
        complete = old.arrival();
      }
      slots[slot] = new Arrived(entry, Revisions.now());
      next++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether everything that arrived after an instant is still here.
  boolean reachesBack(long arrival) {
    lock.lock();
    try {
      return arrival >= complete;
    } finally {
      lock.unlock();
    }
  }

  /// The oldest position there is.
  long oldest() {
    lock.lock();
    try {
      return Math.max(0, next - slots.length);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for entries from a position on, in order. Empty when it is closed, null when the
  /// position is gone.
  @Nullable List<Arrived> take(long position) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && position >= next) {
        changed.await();
      }
      if (closed) {
        return List.of();
      }
      if (position < next - slots.length) {
        return null;
      }
      List<Arrived> found = new ArrayList<>();
      for (long at = position; at < next && found.size() < CHUNK; at++) {
        found.add(Objects.requireNonNull(slots[(int) (at % slots.length)]));
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
