package io.troupe.cli.lab;

import io.troupe.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The lab, from the command line.
@Command(
    name = "lab",
    description = {
      "Try a cluster on one machine: hosts with network, processes and Docker Engine of their own,",
      "joined by links that can be cut, delayed and healed. Needs root."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%n",
    footer = {
      "  troupe lab up --hosts 3",
      "  eval \"$(troupe lab env)\"; troupe get nodes",
      "  troupe lab cut host3; troupe get pods -A -o wide; troupe lab heal",
      "  troupe lab exec host2 -- docker ps",
      "  troupe lab down"
    })
public final class LabCommand {
  /// The command with all that follows it.
  public static CommandLine line(Terminal terminal) {
    return new CommandLine(new LabCommand())
        .addSubcommand(new UpCommand(terminal))
        .addSubcommand(new StatusCommand(terminal))
        .addSubcommand(new EnvCommand(terminal))
        .addSubcommand(new ExecCommand(terminal))
        .addSubcommand(new LinkCommands.Cut(terminal))
        .addSubcommand(new LinkCommands.Heal(terminal))
        .addSubcommand(new LinkCommands.Delay(terminal))
        .addSubcommand(new ProcessCommands.Stop(terminal))
        .addSubcommand(new ProcessCommands.Continue(terminal))
        .addSubcommand(new ProcessCommands.Kill(terminal))
        .addSubcommand(new ProcessCommands.Start(terminal))
        .addSubcommand(new ClockCommand(terminal))
        .addSubcommand(new DownCommand(terminal))
        .addSubcommand(new RelayCommand(terminal));
  }
}
