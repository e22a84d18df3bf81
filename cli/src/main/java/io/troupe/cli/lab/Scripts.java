package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The shell scripts of a lab, in its directory. That directory's name in a command line tells the
/// processes that hold the lab from all others, also when nobody has written down their numbers.
record Scripts(Path directory) {
  private static final String HUB = "hub.sh";
  private static final String FIRST = "first.sh";
  private static final String DAEMON = "daemon.sh";

  /// Writes them.
  void write() {
    try {
      for (String script : List.of(HUB, FIRST, DAEMON)) {
        try (InputStream text = Scripts.class.getResourceAsStream(script)) {
          if (text == null) {
            throw new IllegalStateException("no resource " + script);
          }
          Files.copy(text, directory.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException unwritable) {
      throw Failure.failed("cannot write to " + directory + ": " + unwritable.getMessage());
    }
  }

  /// Makes the network's namespace and returns the process that holds it.
  Held hub() {
    Path own = directory.resolve("hub");
    return start(own, List.of(script(HUB), own.toString()));
  }

  /// Makes a host's namespaces and returns its first process.
  Held first(String host, String disk) {
    Path own = directory.resolve(host);
    return start(own, List.of(script(FIRST), own.toString(), host, disk));
  }

  /// The command line, on a host, that starts a process there and returns.
  List<String> daemon(Path pidFile, Path log, List<String> command) {
    List<String> words = new ArrayList<>(List.of("sh", script(DAEMON)));
    words.addAll(List.of(pidFile.toString(), log.toString()));
    words.addAll(command);
    return words;
  }

  private String script(String name) {
    return directory.resolve(name).toString();
  }

  private static Held start(Path own, List<String> script) {
    List<String> command = new ArrayList<>(List.of("setsid", "unshare"));
    command.addAll(List.of("--net", "--pid", "--mount", "--uts", "--fork", "--mount-proc"));
    command.addAll(List.of("--kill-child=KILL", "--propagation", "private", "--", "sh"));
    command.addAll(script);
    Path log = own.resolve("first.log");
    Path ready = own.resolve("ready");
    try {
      Files.deleteIfExists(ready);
      Process parent =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(log.toFile())
              .redirectErrorStream(true)
              .start();
      while (!Files.exists(ready)) {
        if (!parent.isAlive()) {
          throw Failure.failed(
              "cannot make namespaces for "
                  + own.getFileName()
                  + ": "
                  + Files.readString(log).strip());
        }
        Held.pause();
      }
      return child(parent);
    } catch (IOException impossible) {
      throw Failure.failed("cannot start " + own.getFileName() + ": " + impossible.getMessage());
    }
  }

  private static Held child(Process parent) {
    return parent
        .children()
        .findFirst()
        .flatMap(child -> Held.find(child.pid()))
        .orElseThrow(() -> Failure.failed("the first process of a host ended at once"));
  }

  /// The processes that hold namespaces of this lab, found by their command lines.
  List<Held> holders() {
    List<String> scripts = List.of(script(HUB), script(FIRST));
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> runs(process.pid(), scripts))
          .flatMap(process -> Held.find(process.pid()).stream())
          .toList();
    }
  }

  private static boolean runs(long pid, List<String> scripts) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
      return Arrays.stream(line.split("\0", -1)).anyMatch(scripts::contains);
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }
}
