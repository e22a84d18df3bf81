package io.troupe.cli.command;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Prints a completion script.
@Command(
    name = "completion",
    description = {
      "Print the completion script of a shell.",
      "bash: source <(troupe completion bash)",
      "zsh:  source <(troupe completion zsh)",
      "fish: troupe completion fish | source"
    })
public final class CompletionCommand implements Callable<Integer> {
  /// A shell.
  enum Shell {
    bash,
    zsh,
    fish
  }

  private final Terminal terminal;
  private final Supplier<CommandLine> everything;

  @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  /// @param everything makes the command line with all its subcommands
  public CompletionCommand(Terminal terminal, Supplier<CommandLine> everything) {
    this.terminal = terminal;
    this.everything = everything;
  }

  @Override
  public Integer call() {
    CommandLine line = everything.get();
    terminal.line(
        switch (shell) {
          case bash, zsh -> AutoComplete.bash("troupe", line);
          case fish -> FishCompletion.script(line);
        });
    return Exit.OK;
  }
}
