package io.troupe.netlink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A stream of the kernel's events, read by one thread of the caller's.
///
/// The kernel queues events while nobody reads. When the queue is full it drops some; {@link #next}
/// then throws away the rest of the queue and throws {@link NetlinkException.EventsLost}: what is
/// known must be listed again, and the subscription goes on with what happens from then. {@link
/// #close} may be called by any thread and wakes the reader. The wait is in native code, so a
/// reader that waits long is best a platform thread.
public final class Subscription<E> implements AutoCloseable {
  private final NetlinkSocket socket;
  private final Function<Message, Optional<E>> reader;

  public Subscription(NetlinkSocket socket, Function<Message, Optional<E>> reader) {
    this.socket = socket;
    this.reader = reader;
  }

  /// The next events in the kernel's order; none when the time is over or this was closed.
  public List<E> next(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      long left = Math.max(0, deadline - System.nanoTime());
      List<Message> messages = socket.receive(Duration.ofNanos(left));
      List<E> events = messages.stream().map(reader).flatMap(Optional::stream).toList();
      if (messages.isEmpty() || !events.isEmpty()) {
        return events;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
