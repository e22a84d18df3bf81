package io.troupe.cli.lab;

import io.troupe.cli.output.Ages;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The subcommands of `lab` that change links.
final class LinkCommands {
  private LinkCommands() {}

  /// Cuts.
  @Command(
      name = "cut",
      description = {
        "Drop what goes between a host and others, without a word to either. This machine still",
        "reaches every host."
      })
  static final class Cut implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final LabOptions options = new LabOptions();

    @Parameters(index = "0", paramLabel = "HOST", description = "The host to cut off.")
    private String host = "";

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "OTHER",
        description = "From which hosts (default: all others).")
    private List<String> others = List.of();

    @Option(names = "--one-way", description = "Drop only what HOST sends; it still hears.")
    private boolean oneWay;

    Cut(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Lab lab = options.open();
      LabHost from = lab.host(host);
      List<LabHost> to =
          others.isEmpty() ? lab.others(from) : others.stream().map(lab::host).toList();
      lab.cut(from, to, !oneWay);
      terminal.line(
          host
              + (oneWay ? " no longer reaches " : " is cut off from ")
              + String.join(", ", to.stream().map(LabHost::name).toList()));
      return Exit.OK;
    }
  }

  /// Heals.
  @Command(name = "heal", description = "Undo cuts and delays: of a host, or all.")
  static final class Heal implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final LabOptions options = new LabOptions();

    @Parameters(
        index = "0..*",
        arity = "0..*",
        paramLabel = "HOST",
        description = "Whose links (default: all).")
    private List<String> hosts = List.of();

    Heal(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Lab lab = options.open();
      List<LabHost> healed = hosts.isEmpty() ? lab.hosts() : hosts.stream().map(lab::host).toList();
      healed.forEach(lab::heal);
      healed.stream()
          .filter(host -> lab.delays().containsKey(host.name()))
          .forEach(host -> lab.delay(host, 0));
      terminal.line((hosts.isEmpty() ? "all links are" : "links are") + " whole");
      return Exit.OK;
    }
  }

  /// Delays.
  @Command(
      name = "delay",
      description = "Make everything that goes to and comes from a host late; 0s undoes it.")
  static final class Delay implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private final LabOptions options = new LabOptions();

    @Parameters(index = "0", paramLabel = "HOST", description = "Which host.")
    private String host = "";

    @Parameters(index = "1", paramLabel = "TIME", description = "How late, each way, as 200ms.")
    private String time = "";

    Delay(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Lab lab = options.open();
      lab.delay(lab.host(host), Math.toIntExact(Ages.duration(time).toMillis()));
      terminal.line(host + " is " + time + " away, each way");
      return Exit.OK;
    }
  }
}
