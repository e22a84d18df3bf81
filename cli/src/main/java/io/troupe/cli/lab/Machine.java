package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What this machine has of what a lab needs.
public final class Machine {
  private static final List<String> SEARCHED =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
  private static final String ONLY_ROOT =
      "a lab is made of namespaces and links, which only root may change: run it with sudo";
  private static final String FAKETIME = "faketime/libfaketimeMT.so.1";

  private Machine() {}

  /// Why no such lab can be made here and what to do about it, or nothing.
  public static Optional<String> lacks(LabPlan plan) {
    if (!isRoot()) {
      return Optional.of(ONLY_ROOT);
    }
    if (!Files.exists(Path.of("/proc/self/ns/net"))) {
      return Optional.of("a lab needs Linux with namespaces, and this is none");
    }
    List<String> packages = new ArrayList<>();
    needed(plan)
        .forEach((program, debian) -> {
          if (program(program).isEmpty() && !packages.contains(debian)) {
            packages.add(debian);
          }
        });
    if (plan.clocks() && faketime().isEmpty()) {
      packages.add("libfaketime");
    }
    return packages.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "a lab needs programs that are not installed; on Debian: apt-get install "
                + String.join(" ", packages));
  }

  static void require(LabPlan plan) {
    lacks(plan)
        .ifPresent(why -> {
          throw Failure.failed(why);
        });
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static void requireRoot() {
    if (!isRoot()) {
      throw Failure.failed(ONLY_ROOT);
    }
  }

  private static Map<String, String> needed(LabPlan plan) {
    Map<String, String> always =
        Map.of("unshare", "util-linux", "nsenter", "util-linux", "setsid", "util-linux");
    return plan.engines()
        ? Map.of(
            "unshare",
            "util-linux",
            "nsenter",
            "util-linux",
            "setsid",
            "util-linux",
            "dockerd",
            "docker.io",
            "iptables",
            "iptables")
        : always;
  }

  /// Where a program is installed.
  static Optional<Path> program(String name) {
    return SEARCHED.stream()
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The library that shows a process another time of day.
  static Optional<Path> faketime() {
    try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
      return directories
          .map(directory -> directory.resolve(FAKETIME))
          .filter(Files::isReadable)
          .findFirst();
    } catch (IOException none) {
      return Optional.empty();
    }
  }
}
