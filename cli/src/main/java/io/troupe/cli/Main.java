package io.troupe.cli;

import io.troupe.cli.command.VersionCommand;
import io.troupe.cli.platform.HeadStart;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The entry point of the `troupe` command.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (Boolean.getBoolean("troupe.member")) {
      HeadStart.begin();
    }
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  /// Runs a command and returns its exit code.
  public static int run(Terminal terminal, String... arguments) {
    CommandLine line = new Commands(terminal).line(arguments);
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.getCommandSpec().version("troupe " + VersionCommand.version());
    line.setExecutionExceptionHandler((problem, at, result) -> tell(terminal, problem));
    line.setParameterExceptionHandler((problem, given) -> misused(terminal, problem));
    if (arguments.length == 0) {
      line.usage(terminal.err());
      return Exit.USAGE;
    }
    return line.execute(arguments);
  }

  private static int tell(Terminal terminal, Exception problem) {
    if (problem instanceof Failure failure) {
      terminal.remark(terminal.paint(Colour.BAD, "error: ") + failure.message());
      return failure.exit();
    }
    terminal.remark(terminal.paint(Colour.BAD, "error: ") + problem);
    if (terminal.variable("TROUPE_DEBUG").isPresent()) {
      problem.printStackTrace(terminal.err());
    } else {
      terminal.remark("This should not happen; TROUPE_DEBUG=1 shows where it did.");
    }
    return Exit.FAILED;
  }

  private static int misused(Terminal terminal, ParameterException problem) {
    terminal.remark(terminal.paint(Colour.BAD, "error: ") + problem.getMessage());
    String name = problem.getCommandLine().getCommandSpec().qualifiedName();
    terminal.remark("See `" + name + " --help`.");
    return Exit.USAGE;
  }
}
