package io.troupe.cli.command;

import io.troupe.cli.client.Json;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints versions.
@Command(name = "version", description = "Print the versions of this command and of the server.")
public final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(names = "--client", description = "Only this command's; ask no server.")
  private boolean clientOnly;

  public VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// This program's version.
  public static String version() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public Integer call() {
    terminal.line("troupe " + version() + " (Java " + Runtime.version().feature() + ")");
    if (clientOnly) {
      return Exit.OK;
    }
    Session session = server.open(terminal);
    try {
      var answer = session.client().get("/v2/version");
      String commit = Json.text(answer, "commit");
      terminal.line(
          "server "
              + Json.text(answer, "version")
              + (commit.isEmpty() ? "" : " (" + commit + ")")
              + " at "
              + session.client().server());
    } catch (Failure unreachable) {
      terminal.remark("server: " + unreachable.message());
    }
    return Exit.OK;
  }
}
