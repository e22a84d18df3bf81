package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Runs a command on a host.
@Command(
    name = "exec",
    description = {
      "Run a command on a host, with its exit code. Its network, processes, Docker Engine,",
      "/run, /var/lib/docker and /var/lib/troupe are the host's; other files are this machine's."
    })
final class ExecCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "HOST", description = "Which host.")
  private String host = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run.")
  private List<String> command = List.of();

  ExecCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Lab lab = options.open();
    ProcessBuilder builder = new ProcessBuilder(lab.host(host).command(command)).inheritIO();
    builder.environment().remove("DOCKER_HOST");
    builder.environment().putIfAbsent("TROUPE_SERVER", EnvCommand.servers(lab));
    builder.environment().putIfAbsent("TROUPE_TOKEN", lab.token());
    terminal.out().flush();
    try {
      return builder.start().waitFor();
    } catch (IOException impossible) {
      throw Failure.failed("cannot enter " + host + ": " + impossible.getMessage());
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }
}
