package io.troupe.cli.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A host of a lab.
///
/// @param number from 1
/// @param control whether it is a control member
/// @param first its first process, whose namespaces are the host
public record LabHost(int number, String name, String address, boolean control, Held first) {
  /// What a host is called.
  static String nameOf(int number) {
    return "host" + number;
  }

  /// A command line that runs a command on the host.
  public List<String> command(List<String> words) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--target", Long.toString(first.pid())));
    all.addAll(List.of("--net", "--pid", "--mount", "--uts", "--"));
    all.addAll(words);
    return all;
  }

  /// A file of the host as this machine reaches it, also when only the host has it mounted.
  ///
  /// @param path from the host's root
  public Path file(String path) {
    return Path.of("/proc/" + first.pid() + "/root" + path);
  }
}
