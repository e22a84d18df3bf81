package io.troupe.netlink.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SequenceLayout;
import java.lang.invoke.VarHandle;

/// The two descriptors a netlink socket waits for, two `struct pollfd` of `asm-generic/poll.h`
/// (`man 2 poll`): the socket itself, and the eventfd that wakes the reader when it is closed.
///
/// ```
///  0                 4        6        8
///  +-----------------+--------+--------+
///  |       fd        | events | revents|   the socket
///  +-----------------+--------+--------+
///  |       fd        | events | revents|   the wake-up
///  +-----------------+--------+--------+
/// ```
public final class PollSet {
  private static final short POLLIN = 1;

  private static final SequenceLayout LAYOUT =
      MemoryLayout.sequenceLayout(
          2,
          MemoryLayout.structLayout(
              JAVA_INT.withName("fd"),
              JAVA_SHORT.withName("events"),
              JAVA_SHORT.withName("revents")));

  private static final VarHandle FD = handle("fd");
  private static final VarHandle EVENTS = handle("events");

  private final MemorySegment segment;

  public PollSet(SegmentAllocator allocator, int socket, int wakeUp) {
    segment = allocator.allocate(LAYOUT);
    FD.set(segment, 0L, 0L, socket);
    FD.set(segment, 0L, 1L, wakeUp);
    EVENTS.set(segment, 0L, 0L, POLLIN);
    EVENTS.set(segment, 0L, 1L, POLLIN);
  }

  /// Waits until one of the two is readable; zero means the time is over.
  public int await(MemorySegment errno, int milliseconds) {
    return Libc.poll(errno, segment, 2, milliseconds);
  }

  private static VarHandle handle(String field) {
    return LAYOUT.varHandle(PathElement.sequenceElement(), PathElement.groupElement(field));
  }
}
