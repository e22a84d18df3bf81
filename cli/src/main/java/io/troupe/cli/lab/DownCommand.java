package io.troupe.cli.lab;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Removes a lab.
@Command(
    name = "down",
    description = {
      "Remove a lab: hosts, containers, links and files. It works on what is left of one as well."
    })
final class DownCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final LabOptions options = new LabOptions();

  DownCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean there = !Lab.remains(options.labs(), options.name).isEmpty();
    Lab.down(options.labs(), options.name);
    terminal.line(
        there
            ? "The lab '" + options.name + "' is gone."
            : "There is no lab '" + options.name + "'.");
    return Exit.OK;
  }
}
