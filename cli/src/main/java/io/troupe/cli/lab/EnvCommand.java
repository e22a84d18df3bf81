package io.troupe.cli.lab;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says how to reach a lab's API.
@Command(
    name = "env",
    description = "Print what a shell must know for troupe to work on the lab, for eval.")
final class EnvCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final LabOptions options = new LabOptions();

  EnvCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Lab lab = options.open();
    terminal.line("export TROUPE_SERVER=" + servers(lab));
    terminal.line("export TROUPE_TOKEN=" + lab.token());
    return Exit.OK;
  }

  static String servers(Lab lab) {
    return lab.hosts().stream()
        .filter(LabHost::control)
        .map(lab::url)
        .collect(Collectors.joining(","));
  }
}
