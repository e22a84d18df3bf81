package io.troupe.cli.lab;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The subcommands of `lab` that act on a process of a host.
final class ProcessCommands {
  private ProcessCommands() {}

  /// One of a host's processes.
  abstract static class OnProcess implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final LabOptions options = new LabOptions();

    @Parameters(index = "0", paramLabel = "HOST", description = "On which host.")
    private String host = "";

    @Option(
        names = "--process",
        paramLabel = "NAME",
        description = "troupe or dockerd (default ${DEFAULT-VALUE}).")
    private String process = Lab.TROUPE;

    OnProcess(Terminal terminal) {
      this.terminal = terminal;
    }

    /// Does it, and says in which condition the process then is.
    abstract String act(Lab lab, LabHost on, String name);

    @Override
    public Integer call() {
      Lab lab = options.open();
      String said = act(lab, lab.host(host), process);
      terminal.line(process + " on " + host + " " + said);
      return Exit.OK;
    }
  }

  /// Pauses.
  @Command(
      name = "stop",
      description = "Stop a process where it stands (SIGSTOP), as a long pause would.")
  static final class Stop extends OnProcess {
    Stop(Terminal terminal) {
      super(terminal);
    }

    @Override
    String act(Lab lab, LabHost on, String name) {
      lab.daemon(on, name).signal("STOP");
      return "stands still";
    }
  }

  /// Continues.
  @Command(name = "continue", description = "Let a stopped process go on (SIGCONT).")
  static final class Continue extends OnProcess {
    Continue(Terminal terminal) {
      super(terminal);
    }

    @Override
    String act(Lab lab, LabHost on, String name) {
      lab.daemon(on, name).signal("CONT");
      return "goes on";
    }
  }

  /// Kills.
  @Command(name = "kill", description = "Kill a process (SIGKILL), as a crash would.")
  static final class Kill extends OnProcess {
    Kill(Terminal terminal) {
      super(terminal);
    }

    @Override
    String act(Lab lab, LabHost on, String name) {
      lab.daemon(on, name).kill();
      return "is killed";
    }
  }

  /// Starts again.
  @Command(name = "start", description = "Start a process that was killed; one that runs is left.")
  static final class Start extends OnProcess {
    Start(Terminal terminal) {
      super(terminal);
    }

    @Override
    String act(Lab lab, LabHost on, String name) {
      lab.start(on, name);
      return "is ready";
    }
  }
}
