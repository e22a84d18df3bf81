package io.troupe.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;

/// An empty network for one test: a fresh namespace of this kernel, or a recorded conversation.
public final class TestNetwork implements AutoCloseable {
  private final String name;
  private final Optional<NetworkNamespace> namespace;
  private final List<AutoCloseable> open = new ArrayList<>();

  private TestNetwork(String name, Optional<NetworkNamespace> namespace) {
    this.name = name;
    this.namespace = namespace;
  }

  static TestNetwork recorded(String name) {
    return new TestNetwork(name, Optional.empty());
  }

  /// Skips the test where no namespace can be made.
  public static TestNetwork live(String name) {
    assumeTrue(Files.exists(Path.of("/proc/thread-self/ns/net")), "needs a Linux with namespaces");
    try {
      return new TestNetwork(name, Optional.of(NetworkNamespace.anonymous()));
    } catch (NetlinkException.SystemCallFailed e) {
      return abort("needs root to make a network namespace: " + e.getMessage());
    }
  }

  public NetworkNamespace namespace() {
    return namespace.orElseThrow();
  }

  public boolean isLive() {
    return namespace.isPresent();
  }

  /// A socket into this network; its part of the recording bears the protocol's name.
  public NetlinkSocket socket(Protocol protocol) {
    String file = name + "." + protocol.name().toLowerCase(java.util.Locale.ROOT) + ".txt";
    NetlinkSocket socket =
        new NetlinkSocket(
            namespace.map(ns -> live(ns, protocol, file)).orElseGet(() -> replay(file)),
            Duration.ofSeconds(30));
    open.add(socket);
    return socket;
  }

  /// Runs a command in this network, words split at blanks, and gives what it prints with runs of
  /// blanks made one.
  public String run(String command) {
    return run(command, "");
  }

  public String run(String command, String input) {
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + namespace().path()));
    words.addAll(List.of(command.split(" ")));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(command + " printed " + printed).isZero();
      return printed.replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An assertion on what a command prints; on a recording, where nothing can be run, none.
  public Optional<AbstractStringAssert<?>> prints(String command) {
    if (!isLive()) {
      return Optional.empty();
    }
    requireTool(command.substring(0, command.indexOf(' ')));
    return Optional.of(assertThat(run(command)).as(command));
  }

  /// Skips the test where a program is not installed.
  public static void requireTool(String tool) {
    boolean found =
        Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin")
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    assumeTrue(found, tool + " is not installed");
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable closeable : open.reversed()) {
        closeable.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      namespace.ifPresent(NetworkNamespace::close);
    }
  }

  private static Transport live(NetworkNamespace namespace, Protocol protocol, String file) {
    Transport kernel = namespace.call(() -> new KernelTransport(protocol, 1 << 20));
    String directory = System.getProperty("netlink.record");
    return directory == null ? kernel : new RecordingTransport(kernel, Path.of(directory, file));
  }

  private static Transport replay(String file) {
    try (InputStream in = TestNetwork.class.getResourceAsStream("/conversations/" + file)) {
      assertThat(in).as("recording " + file + "; record it with -Dnetlink.record").isNotNull();
      return new ReplayTransport(
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
