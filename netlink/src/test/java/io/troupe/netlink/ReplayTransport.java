package io.troupe.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Plays the kernel from a recorded conversation: what is sent must be, byte for byte, what was
/// sent then; the answers are the kernel's of then. Lines start with `>` (to the kernel) or `<`
/// (from it).
final class ReplayTransport implements Transport {
  private final Deque<String> lines = new ArrayDeque<>();

  ReplayTransport(List<String> recording) {
    recording.stream().filter(line -> !line.startsWith("#")).forEach(lines::add);
  }

  @Override
  public void send(byte[] datagram, int length, Supplier<String> words) {
    String sent = HexFormat.of().formatHex(Arrays.copyOf(datagram, length));
    assertThat("> " + sent).as(words).isEqualTo(lines.poll());
  }

  @Override
  public byte @Nullable [] receive(Duration timeout, Supplier<String> words) {
    String next = lines.peek();
    if (next == null || !next.startsWith("< ")) {
      return null;
    }
    return HexFormat.of().parseHex(lines.remove().substring(2));
  }

  @Override
  public void option(int option, int value) {}

  @Override
  public void close() {
    assertThat(lines).as("what was recorded but not asked for").isEmpty();
  }
}
