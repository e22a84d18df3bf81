package io.troupe.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.troupe.persistence.net.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

/// A Cassandra 5.0 as a process of its own, from the libraries that Maven knows. It can be killed,
/// stopped and continued, and started again on its data. Several make a cluster when they are given
/// addresses of their own and the first one's as the seed.
public final class CassandraProcess implements RunningCassandra {
  private static final Duration START = Duration.ofMinutes(4);
  private static final int LAST_LINES = 40;
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path directory;
  private final String address;
  private final String seed;
  private final int storagePort;
  private final int port;
  private final int jmxPort;
  private boolean forgetful;
  private Process process;

  private CassandraProcess(Path directory, String address, String seed, int storagePort, int port) {
    this.directory = directory;
    this.address = address;
    this.seed = seed;
    this.storagePort = storagePort;
    this.port = port;
    this.jmxPort = FreePort.next();
  }

  /// One that keeps its data in a directory; returns when it answers.
  ///
  /// @throws TestAbortedException with the reason, when this machine cannot run it
  public static CassandraProcess start(Path directory) {
    CassandraProcess one =
        new CassandraProcess(directory, "127.0.0.1", "127.0.0.1", FreePort.next(), FreePort.next());
    one.start();
    return one;
  }

  /// The same for those who never start it again on its data: it changes schemas much faster. The
  /// data is in memory where possible, in a directory that is gone when this JVM has ended.
  static CassandraProcess startForgetful() {
    try {
      CassandraProcess one =
          new CassandraProcess(
              temporary(), "127.0.0.1", "127.0.0.1", FreePort.next(), FreePort.next());
      one.forgetful = true;
      one.start();
      return one;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path temporary() throws IOException {
    String prefix = "troupe-cassandra";
    return Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, prefix)
        : Files.createTempDirectory(prefix);
  }

  /// One that listens at an address of this machine other than loopback's.
  public static CassandraProcess startAt(Path directory, String address, int port) {
    CassandraProcess one = new CassandraProcess(directory, address, address, FreePort.next(), port);
    one.start();
    return one;
  }

  /// A cluster on the loopback addresses 127.0.0.1, 127.0.0.2 and so on.
  public static List<CassandraProcess> cluster(Path directory, int members) {
    int storage = FreePort.next();
    int port = FreePort.next();
    List<CassandraProcess> all = new ArrayList<>();
    for (int i = 1; i <= members; i++) {
      all.add(
          new CassandraProcess(
              directory.resolve("c" + i), "127.0.0." + i, "127.0.0.1", storage, port));
      all.getLast().start();
    }
    return all;
  }

  /// Starts it, also again after it has ended.
  public void start() {
    launch();
    awaitAnswer();
  }

  /// Starts it without waiting for it.
  public void launch() {
    try {
      Files.createDirectories(directory.resolve("conf"));
      Files.writeString(directory.resolve("conf/cassandra.yaml"), settings());
      Files.writeString(directory.resolve("conf/logback.xml"), CassandraServer.logging());
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out.log").toFile())
              .start();
      Process launched = process;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leaveNothing(launched)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void leaveNothing(Process launched) {
    launched.destroyForcibly();
    if (forgetful) {
      launched.onExit().join();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /// Waits until it takes queries.
  public void awaitAnswer() {
    Awaitility.await("Cassandra in " + directory)
        .atMost(START)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          assertThat(isAlive()).as("alive; it said last:\n%s", said()).isTrue();
          return listens();
        });
    try (CqlSession session = session()) {
      session.execute("SELECT release_version FROM system.local");
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// A session of its own.
  public CqlSession session() {
    return CassandraSessions.open(contactPoint());
  }

  @Override
  public String contactPoint() {
    return address + ":" + port;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public String said() {
    try (Stream<String> lines = Files.lines(directory.resolve("out.log"))) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void pause() {
    signal("STOP");
  }

  @Override
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      assertThat(kill.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      resume();
      kill();
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(CassandraServer.jdk().resolve("bin/java").toString());
    command.addAll(CassandraServer.options(directory.toString(), jmxPort));
    if (forgetful) {
      command.add(CassandraServer.FORGETFUL);
    }
    String jars =
        CassandraServer.libraries().stream().map(Path::toString).collect(Collectors.joining(":"));
    command.addAll(List.of("-cp", directory.resolve("conf") + ":" + jars, CassandraServer.MAIN));
    return command;
  }

  private String settings() {
    return CassandraServer.settings(
        directory.toString(),
        new CassandraServer.Place(address, address, address, seed, storagePort, port));
  }
}
