package io.troupe.netlink;

import io.troupe.netlink.posix.Libc;
import io.troupe.netlink.posix.PollSet;
import io.troupe.netlink.posix.SocketAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A netlink socket of the kernel, in the network namespace of the thread that opened it.
///
/// One thread at a time sends or receives; {@link #close} may come from any thread and wakes the
/// one that waits.
final class KernelTransport implements Transport {
  /// No datagram of the kernel is longer than a dump's 32 KiB, but a single reply may be.
  private static final int RECEIVE_ROOM = 128 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment errno = Libc.errnoRoom(arena);
  private final MemorySegment receiveRoom = arena.allocate(RECEIVE_ROOM);
  private final MemorySegment sender = SocketAddress.any(arena);
  private final MemorySegment senderSize = arena.allocate(ValueLayout.JAVA_INT);
  private final int socket;
  private final int wakeUp;
  private final PollSet pollSet;

  private SendRoom sendRoom = new SendRoom(4096);
  private long sendLimit;

  KernelTransport(Protocol protocol, int receiveBuffer) {
    Supplier<String> words = () -> "open a netlink socket for " + protocol;
    socket =
        check(
            "socket",
            Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol.number()),
            words);
    wakeUp = Libc.eventfd(0, Libc.EFD_CLOEXEC);
    pollSet = new PollSet(arena, socket, wakeUp);
    int bound = Libc.bind(socket, SocketAddress.any(arena));
    if (bound < 0 || wakeUp < 0) {
      release();
      check("bind", bound, words);
      check("eventfd", wakeUp, words);
    }
    // Without CAP_NET_ADMIN the forced size is refused and the system's default stays.
    Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, receiveBuffer);
  }

  @Override
  public void option(int option, int value) {
    lock.lock();
    try {
      requireOpen(() -> "set option " + option);
      int result = Libc.setsockopt(socket, Libc.SOL_NETLINK, option, value);
      if (result < 0 && -result != 92) { // ENOPROTOOPT: an older kernel
        check("setsockopt", result, () -> "set option " + option + " of the netlink socket");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(byte[] datagram, int length, Supplier<String> words) {
    lock.lock();
    try {
      requireOpen(words);
      makeRoom(length);
      MemorySegment.copy(datagram, 0, sendRoom.segment, ValueLayout.JAVA_BYTE, 0, length);
      int sent;
      do {
        sent = Libc.send(errno, socket, sendRoom.segment, length, 0);
      } while (-sent == Errno.EINTR.number());
      check("send", sent, words);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public byte @Nullable [] receive(Duration timeout, Supplier<String> words) {
    lock.lock();
    try {
      long deadline = System.nanoTime() + timeout.toNanos();
      while (!closed.get()) {
        int length = tryReceive();
        if (length >= 0) {
          if (fromKernel()) {
            return copy(length, words);
          }
          continue;
        }
        long left = deadline - System.nanoTime();
        if (-length == Errno.ENOBUFS.number()) {
          drain();
          throw new NetlinkException.EventsLost(words.get());
        } else if (-length != Errno.EAGAIN.number() && -length != Errno.EINTR.number()) {
          check("recvfrom", length, words);
        } else if (left <= 0) {
          return null;
        } else {
          await(left, words);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Libc.signal(wakeUp);
      lock.lock();
      try {
        release();
      } finally {
        lock.unlock();
      }
    }
  }

  private void await(long nanoseconds, Supplier<String> words) {
    int milliseconds = (int) Math.min(Integer.MAX_VALUE, nanoseconds / 1_000_000 + 1);
    int ready = pollSet.await(errno, milliseconds);
    if (ready < 0 && -ready != Errno.EINTR.number()) {
      check("poll", ready, words);
    }
  }

  /// Throws away what is queued. Until the queue is empty the kernel drops further events without a
  /// word, so one who lists everything again must not begin before.
  private void drain() {
    int length;
    do {
      length = tryReceive();
    } while (length >= 0 || -length == Errno.ENOBUFS.number());
  }

  private int tryReceive() {
    senderSize.set(ValueLayout.JAVA_INT, 0, (int) sender.byteSize());
    return Libc.receive(
        errno, socket, receiveRoom, Libc.MSG_DONTWAIT | Libc.MSG_TRUNC, sender, senderSize);
  }

  private boolean fromKernel() {
    return SocketAddress.port(sender) == 0;
  }

  private byte[] copy(int length, Supplier<String> words) {
    if (length > RECEIVE_ROOM) {
      throw new NetlinkException.Malformed(
          words.get(), "a datagram of " + length + " bytes, more than " + RECEIVE_ROOM);
    }
    return receiveRoom.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /// Grows the send room, and the socket's limit with it: the kernel refuses a datagram that does
  /// not fit into the send buffer (`EMSGSIZE`), and a ruleset travels in one.
  private void makeRoom(int length) {
    if (length > sendRoom.segment.byteSize()) {
      sendRoom.close();
      sendRoom = new SendRoom(length * 2L);
    }
    if (length > sendLimit && length > 64 * 1024) {
      int wanted = length + 64 * 1024;
      if (Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, wanted) < 0) {
        Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, wanted);
      }
      sendLimit = length;
    }
  }

  private void requireOpen(Supplier<String> words) {
    if (closed.get()) {
      throw new IllegalStateException("cannot " + words.get() + ": the netlink handle is closed");
    }
  }

  private void release() {
    Libc.close(socket);
    if (wakeUp >= 0) {
      Libc.close(wakeUp);
    }
    arena.close();
    sendRoom.close();
  }

  /// Native memory that what is sent is copied into.
  private static final class SendRoom implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    SendRoom(long size) {
      segment = arena.allocate(size);
    }

    @Override
    public void close() {
      arena.close();
    }
  }

  private static int check(String call, int result, Supplier<String> words) {
    if (result < 0) {
      throw new NetlinkException.SystemCallFailed(call, Errno.of(-result), words.get());
    }
    return result;
  }
}
