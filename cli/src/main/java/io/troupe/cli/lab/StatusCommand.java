package io.troupe.cli.lab;

import io.troupe.cli.output.Table;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows a lab.
@Command(name = "status", description = "Show the hosts, what runs on them, and what is cut.")
final class StatusCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final LabOptions options = new LabOptions();

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Lab lab = options.open();
    Table table =
        new Table(List.of("HOST", "ADDRESS", "ROLE", "TROUPE", "DOCKERD", "CUT FROM", "DELAY"));
    for (LabHost host : lab.hosts()) {
      table.add(
          List.of(
              host.name(),
              host.address(),
              host.control() ? "control,node" : "node",
              condition(lab.daemon(host, Lab.TROUPE)),
              condition(lab.daemon(host, Lab.DOCKER)),
              String.join(",", lab.cuts().getOrDefault(host.name(), List.of())),
              lab.delays().containsKey(host.name()) ? lab.delays().get(host.name()) + "ms" : ""));
    }
    table.lines().forEach(terminal::line);
    return Exit.OK;
  }

  private String condition(Daemon daemon) {
    String word = daemon.condition();
    return switch (word) {
      case "running" -> terminal.paint(Colour.GOOD, word);
      case "stopped" -> terminal.paint(Colour.WARN, word);
      default -> terminal.paint(Colour.FAINT, word);
    };
  }
}
