package io.troupe.cli.platform;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Where a platform keeps everything: journal, log, volumes, and who it is while it runs. A lock
/// that the kernel drops with the process keeps a second platform out.
public record DataDirectory(Path path) {
  private static final int LOCK_ATTEMPTS = 20;
  private static final long LOCK_PAUSE_NANOS = 10_000_000;

  /// The platform that runs on the directory.
  ///
  /// @param url of its API, empty until that is ready
  public record Holder(long pid, String url) {
    /// Whether its API answers.
    public boolean isReady() {
      return !url.isEmpty();
    }
  }

  /// The usual one: the system's for root, the user's own for others.
  public static DataDirectory usual(Terminal terminal) {
    if (System.getProperty("user.name", "").equals("root")) {
      return new DataDirectory(Path.of("/var/lib/troupe"));
    }
    Path data =
        terminal
            .variable("XDG_DATA_HOME")
            .map(Path::of)
            .orElseGet(() -> terminal.home().resolve(".local/share"));
    return new DataDirectory(data.resolve("troupe"));
  }

  /// Where the log is written.
  public Path log() {
    return path.resolve("log/troupe.log");
  }

  /// Where the console output of a platform in the background goes.
  public Path console() {
    return path.resolve("log/console.log");
  }

  /// The journal's database.
  Path journal() {
    return path.resolve("journal/troupe.db");
  }

  Path volumes() {
    return path.resolve("volumes");
  }

  /// What agents remember.
  Path node() {
    return path.resolve("node");
  }

  private Path holderFile() {
    return path.resolve("troupe.pid");
  }

  /// Makes the directory and what is in it.
  public void create() {
    try {
      Files.createDirectories(journal().getParent());
      Files.createDirectories(log().getParent());
      Files.createDirectories(volumes());
    } catch (IOException unwritable) {
      throw Failure.failed(
          "cannot make the data directory "
              + path
              + ": "
              + unwritable
              + "; choose another with --data");
    }
  }

  /// Takes the directory for this process until it ends.
  ///
  /// @throws Failure when another process has it
  FileLock lock() {
    create();
    try {
      FileChannel channel =
          FileChannel.open(
              path.resolve("troupe.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      // whoever only asks whether it is taken has it for a moment
      for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
        LockSupport.parkNanos(LOCK_PAUSE_NANOS);
      }
      channel.close();
      throw Failure.failed(held());
    } catch (IOException unwritable) {
      throw Failure.failed("cannot write to the data directory " + path + ": " + unwritable);
    }
  }

  private String held() {
    String who = read().map(holder -> "process " + holder.pid()).orElse("another process");
    String where = read().filter(Holder::isReady).map(holder -> " at " + holder.url()).orElse("");
    return "Troupe runs already on "
        + path
        + ": "
        + who
        + where
        + "; stop it with `troupe down`, or give another directory with --data";
  }

  /// Says that this process holds the directory.
  ///
  /// @param url of its API, empty while it is not ready
  void hold(String url) {
    Path fresh = path.resolve("troupe.pid.new");
    try {
      // A mapper of objects would cost a start a tenth of a second here.
      try (JsonGenerator out =
          new JsonFactory().createGenerator(fresh.toFile(), JsonEncoding.UTF8)) {
        out.writeStartObject();
        out.writeNumberField("pid", ProcessHandle.current().pid());
        out.writeStringField("url", url);
        out.writeEndObject();
        out.writeRaw('\n');
      }
      Files.move(fresh, holderFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      throw Failure.failed("cannot write to the data directory " + path + ": " + unwritable);
    }
  }

  /// Takes back what [#hold] said, or what a process left that was killed.
  void leave() {
    try {
      Files.deleteIfExists(holderFile());
    } catch (IOException full) {
      // the lock tells the truth in any case
    }
  }

  /// The platform that runs on the directory now, if one does.
  public Optional<Holder> holder() {
    Path lock = path.resolve("troupe.lock");
    if (!Files.exists(lock)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      FileLock taken = channel.tryLock();
      if (taken == null) {
        return read();
      }
      taken.release();
      return Optional.empty();
    } catch (IOException notOurs) {
      return read();
    }
  }

  /// What the process file says, if that process is alive.
  Optional<Holder> read() {
    try {
      JsonNode holder = Json.parse(Files.readString(holderFile()), holderFile().toString());
      return Optional.of(new Holder(holder.path("pid").asLong(), Json.text(holder, "url")))
          .filter(found -> ProcessHandle.of(found.pid()).isPresent());
    } catch (IOException | Failure absent) {
      return Optional.empty();
    }
  }
}
