package io.troupe.cli.command;

import io.troupe.cli.client.Located;
import io.troupe.cli.output.Ages;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Waits for a resource.
@Command(name = "wait", description = "Wait until a resource is ready, or deleted.")
public final class WaitCommand implements Callable<Integer> {
  /// What to wait for.
  enum Wish {
    ready,
    deleted
  }

  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final OneTarget target = new OneTarget();

  @Option(
      names = "--for",
      paramLabel = "WISH",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Wish wish = Wish.ready;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait (default ${DEFAULT-VALUE}).")
  private String timeout = "60s";

  public WaitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Duration patience = Ages.duration(timeout);
    Session session = server.open(terminal);
    Located found = target.locate(session);
    switch (wish) {
      case ready -> Await.ready(session, found, patience);
      case deleted -> Await.deleted(session, found, patience);
    }
    terminal.line(found.title() + " is " + wish);
    return Exit.OK;
  }
}
