package io.troupe.cli.lab;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// All frames that come in by a link, and a way to send others out by it; `man 7 packet`.
///
/// Each frame is preceded by the ten bytes of `struct virtio_net_hdr` (`linux/virtio_net.h`), which
/// tell what the network card would still have to do: pass them on, and nothing need be done.
///
/// ```
/// struct sockaddr_ll { u16 family; be16 protocol; s32 ifindex; u16 hatype; u8 pkttype, halen, addr[8]; }
/// ```
final class PacketSocket {
  static final int LARGEST = 10 + 14 + 65_535;

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final short ETH_P_ALL = 3;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_VNET_HDR = 15;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int RECEIVE_BUFFER = 8 << 20;

  private static final MemoryLayout ADDRESS_OF_LINK =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("family"),
          JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withName("protocol"),
          JAVA_INT.withName("ifindex"),
          MemoryLayout.paddingLayout(12));
  private static final long PROTOCOL_AT = 2;
  private static final long INDEX_AT = 4;

  private static final MethodHandle INDEX =
      bind("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle SOCKET =
      bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      bind(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle BIND =
      bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle READ =
      bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  private final int descriptor;
  private final MemorySegment in = Arena.ofAuto().allocate(LARGEST);
  private final MemorySegment out = Arena.ofAuto().allocate(LARGEST);

  private PacketSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  @SuppressWarnings("restricted") // what else foreign functions are for
  private static MethodHandle bind(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  /// Opens one on a link of the caller's network namespace.
  static PacketSocket open(String link) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int index = (int) INDEX.invokeExact(arena.allocateFrom(link));
      if (index == 0) {
        throw new IOException("there is no link " + link);
      }
      // of no protocol until it is bound, so that no frame of another link gets in
      int descriptor = check((int) SOCKET.invokeExact(AF_PACKET, SOCK_RAW, 0), "socket");
      option(arena, descriptor, SOL_PACKET, PACKET_VNET_HDR, 1);
      option(arena, descriptor, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
      option(arena, descriptor, SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER);
      MemorySegment address = arena.allocate(ADDRESS_OF_LINK);
      address.set(JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), PROTOCOL_AT, ETH_P_ALL);
      address.set(JAVA_INT, INDEX_AT, index);
      check((int) BIND.invokeExact(descriptor, address, (int) address.byteSize()), "bind");
      return new PacketSocket(descriptor);
    } catch (Throwable failed) {
      throw rethrown(failed);
    }
  }

  private static void option(Arena arena, int descriptor, int level, int option, int value)
      throws Throwable {
    MemorySegment room = arena.allocateFrom(JAVA_INT, value);
    check((int) SETSOCKOPT.invokeExact(descriptor, level, option, room, 4), "setsockopt " + option);
  }

  private static int check(int result, String call) throws IOException {
    if (result < 0) {
      throw new IOException(call + " on a packet socket failed");
    }
    return result;
  }

  private static IOException rethrown(Throwable failed) {
    return switch (failed) {
      case IOException known -> known;
      case RuntimeException defect -> throw defect;
      case Error error -> throw error;
      default -> new IOException(failed);
    };
  }

  /// The next frame that comes in. For one thread.
  ///
  /// @return empty when the link had nothing to give, such as when it was down
  ByteBuffer receive() throws IOException {
    try {
      int length = (int) (long) READ.invokeExact(descriptor, in, (long) LARGEST);
      return ByteBuffer.wrap(in.asSlice(0, Math.max(0, length)).toArray(ValueLayout.JAVA_BYTE));
    } catch (Throwable failed) {
      throw rethrown(failed);
    }
  }

  /// Sends a frame out; one that the link does not take is lost, as on any link. For one thread.
  void send(ByteBuffer frame) throws IOException {
    try {
      MemorySegment whole = MemorySegment.ofBuffer(frame);
      MemorySegment.copy(whole, 0, out, 0, whole.byteSize());
      long ignored = (long) WRITE.invokeExact(descriptor, out, whole.byteSize());
    } catch (Throwable failed) {
      throw rethrown(failed);
    }
  }
}
