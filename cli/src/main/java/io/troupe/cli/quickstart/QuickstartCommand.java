package io.troupe.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.Main;
import io.troupe.cli.client.Json;
import io.troupe.cli.command.Application;
import io.troupe.cli.command.Await;
import io.troupe.cli.command.Session;
import io.troupe.cli.output.Ages;
import io.troupe.cli.platform.Background;
import io.troupe.cli.platform.DataDirectory.Holder;
import io.troupe.cli.platform.DevOptions;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// From nothing to a running service.
@Command(
    name = "quickstart",
    description = {
      "Start everything and run a first service: sees to a Docker Engine, makes a small image,",
      "starts the platform in the background, applies examples/hello and shows what came of it.",
      "Run it again at any time: what is there already is left as it is."
    })
public final class QuickstartCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final DevOptions options = new DevOptions();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long the service may take (default ${DEFAULT-VALUE}).")
  private String timeout = "60s";

  public QuickstartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    final Instant begun = Instant.now();
    final Duration patience = Ages.duration(timeout);
    if (!options.isSimulated()) {
      Engine engine = Engine.of(terminal);
      new DockerSetup(terminal, engine).ensure();
      HelloImage.ensure(engine, terminal);
    }
    Holder holder = Background.start(terminal, options);
    terminal.line("Troupe is ready at " + holder.url() + " (process " + holder.pid() + ").");

    Path example = Background.home().resolve("examples/hello");
    Session session = Session.open(terminal, holder.url(), options.token(terminal), "demo");
    Await.anyNode(session, patience);
    step("Applying examples/hello:");
    int applied = new Application(session, terminal).apply(List.of(example.toString()));
    if (applied != Exit.OK) {
      return applied;
    }
    step("Waiting for its pods:");
    HelloService hello = new HelloService(session, terminal);
    List<JsonNode> pods = hello.awaitReady(patience);
    if (!options.isSimulated()) {
      step("What the pods serve:");
      pods.forEach(hello::fetch);
    }
    step("Why the first of them runs:");
    String pod = Json.text(pods.getFirst(), "meta.self_link");
    Main.run(terminal, "why", "pod", pod, "--server", holder.url(), "--token", session.token());
    farewell(begun, holder, Json.text(pods.getFirst(), "meta.name"));
    return Exit.OK;
  }

  private void step(String text) {
    terminal.line(terminal.paint(Colour.STRONG, text));
  }

  private void farewell(Instant begun, Holder holder, String pod) {
    step("Done in " + Ages.of(Duration.between(begun, Instant.now())) + ". Look around:");
    String server = holder.url().endsWith(":2967") ? "" : "  (with --server " + holder.url() + ")";
    for (String line :
        List.of(
            "  troupe get services -A" + server,
            "  troupe get pods -n demo -o wide",
            "  troupe logs -n demo service/hello",
            "  troupe events -w",
            "  troupe scale demo/hello 5",
            "  troupe replay pod demo/" + pod,
            "Stop:",
            "  troupe down          stops Troupe; the containers run on",
            "  troupe down --all    removes the services and their containers first")) {
      terminal.line(line);
    }
  }
}
