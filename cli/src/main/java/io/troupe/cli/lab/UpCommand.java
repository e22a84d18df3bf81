package io.troupe.cli.lab;

import io.troupe.cli.output.Ages;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a lab.
@Command(
    name = "up",
    description = {
      "Make a lab and start Troupe in it: a control member on the first host, an agent on each."
    })
final class UpCommand implements Callable<Integer> {
  private static final String CONTACTS = "troupe.cassandra.contact-points";

  private final Terminal terminal;

  @Mixin private final LabOptions lab = new LabOptions();

  @Option(names = "--hosts", paramLabel = "N", description = "How many (default ${DEFAULT-VALUE}).")
  private int hosts = 3;

  @Option(
      names = "--control",
      paramLabel = "K",
      description = {
        "How many of them are control members (default ${DEFAULT-VALUE}); more than one need",
        "--cassandra."
      })
  private int control = 1;

  @Option(
      names = "--cassandra",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Contact points of the Cassandra that the control members store in.")
  private List<String> cassandra = List.of();

  @Option(
      names = "--subnet",
      paramLabel = "A.B.C.0/24",
      description = "The lab's network (default ${DEFAULT-VALUE}).")
  private String subnet = "10.213.0.0/24";

  @Option(names = "--sim", description = "Simulated containers: no Docker Engines.")
  private boolean simulated;

  @Option(names = "--bare", description = "Hosts only: Troupe is not started.")
  private boolean bare;

  @Option(names = "--clocks", description = "Troupe's clocks can be stepped (needs libfaketime).")
  private boolean clocks;

  @Option(
      names = "--disk",
      paramLabel = "SIZE",
      description = "The most that each host can store of Troupe's data, as 64m.")
  private String disk = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting for every process of Troupe, as troupe.node.slots=5; repeatable.")
  private List<String> settings = List.of();

  UpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Instant begun = Instant.now();
    LabPlan plan =
        new LabPlan(
            lab.name,
            lab.labs(),
            Subnet.parse(subnet),
            hosts,
            control,
            !simulated,
            !bare,
            clocks,
            disk,
            all());
    if (control > 1 && cassandra.isEmpty() && !bare) {
      throw Failure.usage(
          "the embedded journal serves one control member: for more name a Cassandra that every"
              + " host reaches with --cassandra HOST:PORT");
    }
    Lab made = LabUp.up(plan, terminal::remark);
    String time = Ages.of(Duration.between(begun, Instant.now()));
    terminal.line(
        "The lab has " + made.hosts().size() + " hosts, up after " + time + ". Look around:");
    List<String> words = new ArrayList<>();
    if (!bare) {
      words.add("  eval \"$(troupe lab env)\"     then troupe get nodes, troupe apply -f ...");
    }
    words.add("  troupe lab status");
    words.add("  troupe lab exec host1 -- COMMAND");
    words.add("  troupe lab cut host3        and troupe lab heal");
    words.add("  troupe lab down             takes everything away");
    words.forEach(terminal::line);
    return Exit.OK;
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(settings);
    if (!cassandra.isEmpty()) {
      all.add("troupe.storage=cassandra");
      for (int i = 0; i < cassandra.size(); i++) {
        all.add(CONTACTS + "." + i + "=" + cassandra.get(i));
      }
    }
    return all;
  }
}
