package io.troupe.netlink.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// The address of a netlink socket, `struct sockaddr_nl` of `linux/netlink.h` (`man 7 netlink`).
///
/// ```
///  0        2        4                 8                 12
///  +--------+--------+-----------------+-----------------+
///  | family |  pad   |  port (0: the   |  groups, a bit  |
///  |        |        |  kernel)        |  for each ≤ 32  |
///  +--------+--------+-----------------+-----------------+
/// ```
public final class SocketAddress {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("family"),
          JAVA_SHORT.withName("pad"),
          JAVA_INT.withName("port"),
          JAVA_INT.withName("groups"));

  private static final VarHandle FAMILY = LAYOUT.varHandle(PathElement.groupElement("family"));
  private static final VarHandle PORT = LAYOUT.varHandle(PathElement.groupElement("port"));

  private SocketAddress() {}

  /// The address to bind to: the kernel picks the port, groups are joined later by option.
  public static MemorySegment any(SegmentAllocator allocator) {
    MemorySegment address = allocator.allocate(LAYOUT);
    FAMILY.set(address, 0L, (short) Libc.AF_NETLINK);
    return address;
  }

  /// The port of the sender; zero is the kernel, anything else another process.
  public static int port(MemorySegment address) {
    return (int) PORT.get(address, 0L);
  }
}
