package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process, told from a later one with the same number by when it was started.
///
/// @param started in clock ticks since the machine started; field 22 of `/proc/PID/stat`
public record Held(long pid, long started) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int STATE = 0;
  private static final int START = 19;

  /// The process that has this number now.
  static Optional<Held> find(long pid) {
    return stat(Path.of("/proc/" + pid))
        .filter(fields -> !ended(fields))
        .map(fields -> new Held(pid, Long.parseLong(fields[START])));
  }

  /// Whether it is there; what has ended and only waits to be collected is not.
  public boolean alive() {
    return find(pid).filter(this::equals).isPresent();
  }

  /// The letter of `ps` for what a process does, empty when it is not there.
  ///
  /// @param directory of the process, in some host's `/proc`
  static String state(Path directory) {
    return stat(directory).map(fields -> fields[STATE]).orElse("");
  }

  /// Kills it, and returns when it is gone.
  void kill() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (alive()) {
      if (System.nanoTime() > deadline) {
        throw Failure.failed(
            "process "
                + pid
                + " was killed and is still there after "
                + PATIENCE.toSeconds()
                + " s; something in it hangs in the kernel: see /proc/"
                + pid
                + "/stack");
      }
      pause();
    }
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(10);
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }

  private static boolean ended(String[] fields) {
    return fields[STATE].equals("Z") || fields[STATE].equals("X");
  }

  /// What follows the name, which may itself hold blanks and brackets.
  private static Optional<String[]> stat(Path directory) {
    try {
      String text = Files.readString(directory.resolve("stat"));
      return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
