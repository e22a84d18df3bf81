package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.client.Located;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sets how many pods a service runs.
@Command(name = "scale", description = "Set how many pods a service runs.")
public final class ScaleCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "SERVICE",
      description = "NAME, NAMESPACE/NAME or service/NAME.")
  private String name = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "N", description = "How many.")
  private @Nullable Integer number;

  @Option(names = "--replicas", paramLabel = "N", description = "How many, as a flag.")
  private @Nullable Integer replicas;

  public ScaleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Integer wanted = replicas == null ? number : replicas;
    if (wanted == null) {
      throw Failure.usage("say how many: `troupe scale " + name + " 3`");
    }
    Session session = server.open(terminal);
    Located found = Services.locate(session, name);
    JsonNode view =
        session
            .client()
            .post(Services.path(found) + "/scale", Json.object().put("replicas", wanted));
    terminal.line(
        found.title() + " is to run " + Json.at(view, "spec.replicas").asInt(0) + " pods");
    return Exit.OK;
  }
}
