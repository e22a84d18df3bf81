package io.troupe.cli.platform;

import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A member of a cluster, with its own API.
@Command(
    name = "server",
    description = {
      "Run a member of a cluster: shards and the API (role control), an agent (role node), or both.",
      "Members find each other by --seed: the same list of all control members for each of them.",
      "One control member keeps its events in SQLite; several need Cassandra."
    })
public final class ServerCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final JoinOptions join = new JoinOptions();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      split = ",",
      description = "control, node, ingress; any mix (default control).")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the API listens (default 127.0.0.1:2967); port 0 takes a free one.")
  private @Nullable String listen;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The bearer token that clients must show (TROUPE_TOKEN; default none).")
  private @Nullable String token;

  @Option(
      names = "--storage",
      paramLabel = "STORAGE",
      description = "Where events are kept: sqlite (default) or cassandra.")
  private @Nullable String storage;

  @Option(
      names = "--control-members",
      paramLabel = "N",
      description =
          "How many control members there are to be (default: as many as seeds). More than half of"
              + " them must see each other.")
  private @Nullable Integer controlMembers;

  public ServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, Object> given = new LinkedHashMap<>();
    if (roles.isEmpty()) {
      // a file may say otherwise
      roles.add("control");
    }
    given.put("troupe.cluster.roles", roles);
    if (listen != null) {
      Endpoint api = Endpoint.parse(listen, "--listen");
      given.put("troupe.api.host", api.host());
      given.put("troupe.api.port", api.port());
    }
    String secret = token != null ? token : terminal.variable("TROUPE_TOKEN").orElse("");
    if (!secret.isEmpty()) {
      given.put("troupe.api.token", secret);
    }
    JoinOptions.put(given, "troupe.storage", storage);
    JoinOptions.put(given, "troupe.cluster.control-members", controlMembers);
    return new MemberProcess(terminal, join, given).run();
  }
}
