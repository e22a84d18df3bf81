package io.troupe.cli.command;

import io.troupe.cli.output.Format;
import io.troupe.cli.terminal.Terminal;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The audit: who did what, and what followed from it.
@Command(name = "audit", description = "Search all events by resource, person, request and time.")
public final class AuditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final EventQuery filter = new EventQuery();

  @Option(names = "--since", paramLabel = "TIME", description = "From a time on, or 10m ago on.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Up to a time.")
  private @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N, the newest ones (default ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  public AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    StringJoiner query = new StringJoiner("&", "/v2/events?", "");
    query.add("order=newest").add("limit=" + limit);
    EventQuery.add(query, "from", EventQuery.time(since));
    EventQuery.add(query, "to", EventQuery.time(until));
    String filters = filter.text(session, server);
    if (!filters.isEmpty()) {
      query.add(filters);
    }
    new EventList(terminal, format).print(session.client().get(query.toString()), true);
    return 0;
  }
}
