package io.troupe.cli.command;

import io.troupe.cli.output.Format;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// All events of one resource.
@Command(name = "history", description = "Show every event of one resource, the oldest first.")
public final class HistoryCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final OneTarget target = new OneTarget();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  public HistoryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    var found = target.locate(session);
    new EventList(terminal, format)
        .print(session.client().get("/v2/history/" + found.path()), false);
    return 0;
  }
}
