package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Located;
import io.troupe.cli.output.Data;
import io.troupe.cli.output.Format;
import io.troupe.cli.output.WhyText;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Why a resource is as it is.
@Command(
    name = "why",
    description =
        "Explain why a resource is as it is: the chain from its last change back to the"
            + " first cause.")
public final class WhyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final OneTarget target = new OneTarget();

  @Option(names = "--seq", paramLabel = "N", description = "Explain this event of it instead.")
  private @Nullable Long seq;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  public WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    Located found = target.locate(session);
    String query = seq == null ? "" : "?seq=" + seq;
    JsonNode answer = session.client().get("/v2/why/" + found.path() + query);
    if (format.isData()) {
      terminal.line(Data.text(answer, format));
    } else {
      WhyText.lines(answer, terminal).forEach(terminal::line);
    }
    return 0;
  }
}
