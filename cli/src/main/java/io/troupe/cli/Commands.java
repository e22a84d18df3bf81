package io.troupe.cli;

import io.troupe.cli.command.ApplyCommand;
import io.troupe.cli.command.AuditCommand;
import io.troupe.cli.command.CompletionCommand;
import io.troupe.cli.command.ConfigCommand;
import io.troupe.cli.command.ContextCommands;
import io.troupe.cli.command.DeleteCommand;
import io.troupe.cli.command.DescribeCommand;
import io.troupe.cli.command.EventsCommand;
import io.troupe.cli.command.GetCommand;
import io.troupe.cli.command.HistoryCommand;
import io.troupe.cli.command.LogsCommand;
import io.troupe.cli.command.RedeployCommand;
import io.troupe.cli.command.ReplayCommand;
import io.troupe.cli.command.ScaleCommand;
import io.troupe.cli.command.VersionCommand;
import io.troupe.cli.command.WaitCommand;
import io.troupe.cli.command.WhyCommand;
import io.troupe.cli.lab.LabCommand;
import io.troupe.cli.platform.AgentCommand;
import io.troupe.cli.platform.DevCommand;
import io.troupe.cli.platform.DownCommand;
import io.troupe.cli.platform.ServerCommand;
import io.troupe.cli.platform.StorageCommand;
import io.troupe.cli.platform.StorageInitCommand;
import io.troupe.cli.platform.StorageMigrateCommand;
import io.troupe.cli.quickstart.QuickstartCommand;
import io.troupe.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/// The subcommands by name. Only the one that is called is built: reading the annotations of all of
/// them costs more time than most commands take.
final class Commands {
  private final Terminal terminal;
  private final Map<String, Supplier<Object>> byName = new LinkedHashMap<>();

  Commands(Terminal terminal) {
    this.terminal = terminal;
    byName.put("quickstart", () -> new QuickstartCommand(terminal));
    byName.put("dev", () -> new DevCommand(terminal));
    byName.put("server", () -> new ServerCommand(terminal));
    byName.put("agent", () -> new AgentCommand(terminal));
    byName.put("down", () -> new DownCommand(terminal));
    byName.put("apply", () -> new ApplyCommand(terminal));
    byName.put("get", () -> new GetCommand(terminal));
    byName.put("describe", () -> new DescribeCommand(terminal));
    byName.put("delete", () -> new DeleteCommand(terminal));
    byName.put("scale", () -> new ScaleCommand(terminal));
    byName.put("redeploy", () -> new RedeployCommand(terminal));
    byName.put("logs", () -> new LogsCommand(terminal));
    byName.put("wait", () -> new WaitCommand(terminal));
    byName.put("events", () -> new EventsCommand(terminal));
    byName.put("audit", () -> new AuditCommand(terminal));
    byName.put("history", () -> new HistoryCommand(terminal));
    byName.put("replay", () -> new ReplayCommand(terminal));
    byName.put("why", () -> new WhyCommand(terminal));
    byName.put("lab", () -> LabCommand.line(terminal));
    byName.put("config", () -> config(terminal));
    byName.put("storage", () -> storage(terminal));
    byName.put("completion", () -> new CompletionCommand(terminal, this::everything));
    byName.put("version", () -> new VersionCommand(terminal));
    byName.put("help", HelpCommand::new);
  }

  private static CommandLine storage(Terminal terminal) {
    return new CommandLine(new StorageCommand())
        .addSubcommand(new StorageInitCommand(terminal))
        .addSubcommand(new StorageMigrateCommand(terminal));
  }

  private static CommandLine config(Terminal terminal) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ContextCommands.Set(terminal))
        .addSubcommand(new ContextCommands.Use(terminal))
        .addSubcommand(new ContextCommands.All(terminal))
        .addSubcommand(new ContextCommands.Current(terminal))
        .addSubcommand(new ContextCommands.Delete(terminal));
  }

  /// The command line for these arguments: with the one subcommand they call, or with all when they
  /// call none.
  CommandLine line(String... arguments) {
    for (String argument : arguments) {
      if (!argument.startsWith("-")) {
        Supplier<Object> called = argument.equals("help") ? null : byName.get(argument);
        if (called != null) {
          CommandLine line = root();
          line.addSubcommand(argument, called.get());
          return dressed(line);
        }
        break;
      }
    }
    return everything();
  }

  private CommandLine everything() {
    CommandLine line = root();
    byName.forEach((name, command) -> line.addSubcommand(name, command.get()));
    return dressed(line);
  }

  private CommandLine root() {
    CommandLine line = new CommandLine(new Troupe());
    line.getCommandSpec()
        .addOption(help("Show this help; after a command, that command's."))
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
    return line;
  }

  private static OptionSpec help(String description) {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description(description).build();
  }

  private CommandLine dressed(CommandLine line) {
    line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.getSubcommands().values().forEach(Commands::helpful);
    return line;
  }

  private static void helpful(CommandLine line) {
    var spec = line.getCommandSpec();
    if (!(spec.userObject() instanceof HelpCommand)) {
      spec.addOption(help("Show this help."));
    }
    line.getSubcommands().values().forEach(Commands::helpful);
  }
}
