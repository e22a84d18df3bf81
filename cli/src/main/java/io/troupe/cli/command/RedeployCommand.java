package io.troupe.cli.command;

import io.troupe.cli.client.Json;
import io.troupe.cli.client.Located;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Replaces a service's pods by new ones.
@Command(name = "redeploy", description = "Replace a service's pods by new ones of the same kind.")
public final class RedeployCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "SERVICE",
      description = "NAME, NAMESPACE/NAME or service/NAME.")
  private String name = "";

  public RedeployCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    Located found = Services.locate(session, name);
    session.client().post(Services.path(found) + "/redeploy", Json.object());
    terminal.line(found.title() + " is being redeployed");
    return Exit.OK;
  }
}
