package io.troupe.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes down a conversation with the real kernel for {@link ReplayTransport}.
final class RecordingTransport implements Transport {
  private final List<String> lines = new ArrayList<>();
  private final Transport kernel;
  private final Path file;

  RecordingTransport(Transport kernel, Path file) {
    this.kernel = kernel;
    this.file = file;
    lines.add("# Linux " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
  }

  @Override
  public void send(byte[] datagram, int length, Supplier<String> words) {
    lines.add("# " + words.get());
    lines.add("> " + HexFormat.of().formatHex(Arrays.copyOf(datagram, length)));
    kernel.send(datagram, length, words);
  }

  @Override
  public byte @Nullable [] receive(Duration timeout, Supplier<String> words) {
    byte[] datagram = kernel.receive(timeout, words);
    if (datagram != null) {
      lines.add("< " + HexFormat.of().formatHex(datagram));
    }
    return datagram;
  }

  @Override
  public void option(int option, int value) {
    kernel.option(option, value);
  }

  @Override
  public void close() {
    kernel.close();
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
