package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.EventStream;
import io.troupe.cli.output.EventLine;
import io.troupe.cli.output.Format;
import io.troupe.cli.terminal.Terminal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The latest events, and with `-w` those to come.
@Command(name = "events", description = "Show the latest events; with -w those to come as well.")
public final class EventsCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final EventQuery filter = new EventQuery();

  @Option(
      names = {"-w", "--watch"},
      description = "Go on with each event as it happens.")
  private boolean watch;

  @Option(names = "--after", paramLabel = "REVISION", description = "Only after this revision.")
  private @Nullable Long after;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many of the latest (default ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; json with -w is one event a line.")
  private Format format = Format.table;

  private final Set<String> printed = new HashSet<>();

  public EventsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    String query = filter.text(session, server);
    String filters = query.isEmpty() ? "" : "&" + query;
    if (watch && after != null) {
      follow(session, query, after);
      return 0;
    }
    String from = after == null ? "" : "&after=" + after;
    JsonNode latest =
        session.client().get("/v2/events?order=newest&limit=" + limit + from + filters);
    if (!watch) {
      new EventList(terminal, format).print(latest, true);
      return 0;
    }
    JsonNode events = latest.path("events");
    for (int i = events.size() - 1; i >= 0; i--) {
      print(events.get(i));
      printed.add(EventStream.id(events.get(i)));
    }
    follow(session, query, latest.path("head").asLong());
    return 0;
  }

  private void follow(Session session, String query, long revision) {
    try (EventStream stream = EventStream.open(session.client(), query, revision)) {
      while (!terminal.abandoned()) {
        Optional<JsonNode> event = stream.next(TICK);
        event.filter(one -> !printed.remove(EventStream.id(one))).ifPresent(this::print);
      }
    }
  }

  private void print(JsonNode event) {
    terminal.line(format.isData() ? event.toString() : EventLine.line(event, terminal));
  }
}
