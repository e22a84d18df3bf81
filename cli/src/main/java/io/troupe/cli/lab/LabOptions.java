package io.troupe.cli.lab;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which lab a command is about.
final class LabOptions {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which lab, when there are several (default ${DEFAULT-VALUE}).")
  String name = LabPlan.USUAL_NAME;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where labs are kept (default ${DEFAULT-VALUE}).")
  Path directory = LabPlan.USUAL_DIRECTORY;

  Lab open() {
    return Lab.open(labs(), name);
  }

  Path labs() {
    return directory.toAbsolutePath().normalize();
  }
}
