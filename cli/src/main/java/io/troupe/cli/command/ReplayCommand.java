package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.Located;
import io.troupe.cli.output.Data;
import io.troupe.cli.output.Format;
import io.troupe.cli.output.ReplayText;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A resource's life step by step.
@Command(
    name = "replay",
    description = "Go through a resource's events and show what each changed in its state.")
public final class ReplayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final OneTarget target = new OneTarget();

  @Option(names = "--at", paramLabel = "WHEN", description = "Only up to a time or revision.")
  private @Nullable String at;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; json and yaml hold the whole state of each step.")
  private Format format = Format.table;

  public ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    Located found = target.locate(session);
    String query = at == null ? "" : "?at=" + Client.encode(at);
    JsonNode answer = session.client().get("/v2/replay/" + found.path() + query);
    if (format.isData()) {
      terminal.line(Data.text(answer, format));
    } else {
      ReplayText.lines(answer, terminal).forEach(terminal::line);
    }
    return 0;
  }
}
