package io.troupe.netlink.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The functions of the C library that sockets and namespaces need, one method each.
///
/// Each returns what the system call itself returns: zero or more on success, the *negative* error
/// number on failure. `errno` is captured by the linker in the same downcall, so no JVM activity
/// can overwrite it in between. The calls block the carrier of a virtual thread; only {@link #poll}
/// can block for long.
///
/// Sources: the man pages of section 2 (`man 2 socket`, ...); constants from `asm-generic` and
/// `linux` uapi headers, which x86-64, aarch64 and riscv64 share.
public final class Libc {
  public static final int AF_NETLINK = 16;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int SOL_SOCKET = 1;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_SNDBUF = 7;
  public static final int SOL_NETLINK = 270;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int O_RDONLY = 0;
  public static final int O_CLOEXEC = 0x80000;
  public static final int EFD_CLOEXEC = 0x80000;
  public static final int CLONE_NEWNET = 0x40000000;
  public static final int MS_BIND = 0x1000;
  public static final int MS_REC = 0x4000;
  public static final int MS_SHARED = 1 << 20;
  public static final int MNT_DETACH = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = bind("socket", ints(3));
  private static final MethodHandle CLOSE = bind("close", ints(1));
  private static final MethodHandle UNSHARE = bind("unshare", ints(1));
  private static final MethodHandle SETNS = bind("setns", ints(2));
  private static final MethodHandle EVENTFD = bind("eventfd", ints(2));
  private static final MethodHandle BIND =
      bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      bind(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SEND =
      bind("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle RECVFROM =
      bind(
          "recvfrom",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle POLL =
      bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle WRITE =
      bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle OPEN =
      bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle MOUNT =
      bind("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle UMOUNT2 =
      bind("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private Libc() {}

  /// Room for the error number of one call; a caller in a loop allocates it once.
  public static MemorySegment errnoRoom(SegmentAllocator allocator) {
    return allocator.allocate(Linker.Option.captureStateLayout());
  }

  public static int socket(int domain, int type, int protocol) {
    return scoped((arena, e) -> (int) SOCKET.invokeExact(e, domain, type, protocol));
  }

  public static int close(int fd) {
    return scoped((arena, e) -> (int) CLOSE.invokeExact(e, fd));
  }

  public static int unshare(int flags) {
    return scoped((arena, e) -> (int) UNSHARE.invokeExact(e, flags));
  }

  public static int setns(int fd, int type) {
    return scoped((arena, e) -> (int) SETNS.invokeExact(e, fd, type));
  }

  public static int eventfd(int initial, int flags) {
    return scoped((arena, e) -> (int) EVENTFD.invokeExact(e, initial, flags));
  }

  public static int bind(int fd, MemorySegment address) {
    return scoped((arena, e) -> (int) BIND.invokeExact(e, fd, address, (int) address.byteSize()));
  }

  public static int setsockopt(int fd, int level, int option, int value) {
    return scoped((arena, e) -> {
      MemorySegment room = arena.allocateFrom(JAVA_INT, value);
      return (int) SETSOCKOPT.invokeExact(e, fd, level, option, room, (int) JAVA_INT.byteSize());
    });
  }

  public static int open(String path, int flags) {
    return scoped((arena, e) -> (int) OPEN.invokeExact(e, arena.allocateFrom(path), flags));
  }

  public static int mount(String source, String target, String type, int flags) {
    return scoped((arena, e) ->
        (int)
            MOUNT.invokeExact(
                e,
                arena.allocateFrom(source),
                arena.allocateFrom(target),
                arena.allocateFrom(type),
                (long) flags,
                MemorySegment.NULL));
  }

  public static int umount(String target, int flags) {
    return scoped((arena, e) -> (int) UMOUNT2.invokeExact(e, arena.allocateFrom(target), flags));
  }

  /// Adds one to the counter of an eventfd, which makes it readable.
  public static int signal(int eventfd) {
    return scoped((arena, e) -> {
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
      return (int) (long) WRITE.invokeExact(e, eventfd, one, JAVA_LONG.byteSize());
    });
  }

  /// Sends `length` bytes to the peer a netlink socket has by default: the kernel.
  public static int send(MemorySegment e, int fd, MemorySegment data, long length, int flags) {
    try {
      return result(e, (long) SEND.invokeExact(e, fd, data, length, flags));
    } catch (Throwable t) {
      throw unlinked(t);
    }
  }

  /// Receives one datagram; with {@link #MSG_TRUNC} the answer is its whole length, even if cut.
  public static int receive(
      MemorySegment e, int fd, MemorySegment room, int flags, MemorySegment from, MemorySegment n) {
    try {
      return result(e, (long) RECVFROM.invokeExact(e, fd, room, room.byteSize(), flags, from, n));
    } catch (Throwable t) {
      throw unlinked(t);
    }
  }

  /// Waits for the descriptors of `fds` (see {@link PollSet}); zero means the time is over.
  public static int poll(MemorySegment e, MemorySegment fds, long count, int milliseconds) {
    try {
      return result(e, (int) POLL.invokeExact(e, fds, count, milliseconds));
    } catch (Throwable t) {
      throw unlinked(t);
    }
  }

  private interface Call {
    int invoke(Arena arena, MemorySegment errno) throws Throwable;
  }

  private static int scoped(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment e = errnoRoom(arena);
      return result(e, call.invoke(arena, e));
    } catch (Throwable t) {
      throw unlinked(t);
    }
  }

  private static int result(MemorySegment e, long returned) {
    return returned < 0 ? -(int) ERRNO.get(e, 0L) : (int) returned;
  }

  private static FunctionDescriptor ints(int count) {
    return FunctionDescriptor.of(
        JAVA_INT,
        java.util.Collections.nCopies(count, JAVA_INT)
            .toArray(new java.lang.foreign.MemoryLayout[0]));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(String function, FunctionDescriptor type) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(function)
            .orElseThrow(
                () -> new UnsatisfiedLinkError("the C library has no function " + function));
    return LINKER.downcallHandle(symbol, type, Linker.Option.captureCallState("errno"));
  }

  private static RuntimeException unlinked(Throwable t) {
    return switch (t) {
      case RuntimeException defect -> defect;
      case Error error -> throw error;
      default -> new IllegalStateException("a downcall failed", t);
    };
  }
}
