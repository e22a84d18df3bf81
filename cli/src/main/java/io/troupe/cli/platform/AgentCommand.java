package io.troupe.cli.platform;

import io.troupe.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// An agent in a process of its own.
@Command(
    name = "agent",
    description = {
      "Run an agent: this machine becomes a node of the cluster, which runs pods.",
      "It talks to any control member that answers, and keeps its containers whatever happens to",
      "those; stopping it leaves containers running, for the next start to take over."
    })
public final class AgentCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final JoinOptions join = new JoinOptions();

  public AgentCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("troupe.cluster.roles", List.of("node"));
    if (join.port == null) {
      given.put("troupe.cluster.port", 0);
    }
    return new MemberProcess(terminal, join, given).run();
  }
}
