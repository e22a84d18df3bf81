package io.troupe.cli.command;

import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes the cluster want what manifests say.
@Command(
    name = "apply",
    description = "Create or change what manifests describe. All are checked before any is stored.")
public final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "SOURCE",
      description =
          "A file, a directory of *.yml, *.yaml and *.json, a URL, or - for the standard"
              + " input. May be repeated.")
  private List<String> sources = new ArrayList<>();

  @Option(names = "--redeploy", description = "Replace running pods even when nothing changed.")
  private boolean redeploy;

  @Option(names = "--dry", description = "Check only, store nothing.")
  private boolean dry;

  public ApplyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Manifests manifests = Manifests.read(sources, terminal);
    Session session = server.open(terminal);
    return new Application(session, terminal).apply(manifests, redeploy, dry);
  }
}
