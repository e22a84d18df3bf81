package io.troupe.netlink;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What carries datagrams to the kernel and back: a socket, or in tests a recorded conversation.
interface Transport extends AutoCloseable {
  void send(byte[] datagram, int length, Supplier<String> words);

  /// The next datagram, or null when none came in time or the transport was closed meanwhile.
  byte @Nullable [] receive(Duration timeout, Supplier<String> words);

  /// Sets an option of level `SOL_NETLINK`; an option the kernel does not know is left alone.
  void option(int option, int value);

  @Override
  void close();
}
