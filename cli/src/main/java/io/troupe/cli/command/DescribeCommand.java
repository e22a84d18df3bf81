package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Located;
import io.troupe.cli.output.Column;
import io.troupe.cli.output.Data;
import io.troupe.cli.output.EventLine;
import io.troupe.cli.output.Format;
import io.troupe.cli.output.Table;
import io.troupe.cli.output.Views;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows all about one resource.
@Command(name = "describe", description = "Show all about one resource: its spec, pods and events.")
public final class DescribeCommand implements Callable<Integer> {
  private static final int EVENTS = 10;

  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final OneTarget target = new OneTarget();

  public DescribeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    Located found = target.locate(session);
    JsonNode view = session.client().get("/v2/resources/" + found.path());
    terminal.line(terminal.paint(Colour.STRONG, found.title()));
    List.of("meta", "status", "spec").forEach(section -> section(section, view.path(section)));
    if (view.has("usage")) {
      section("usage", view.path("usage"));
    }
    children(view);
    events(session, found);
    return Exit.OK;
  }

  private void section(String name, JsonNode content) {
    title(name);
    Data.text(content, Format.yaml).lines().map("  "::concat).forEach(terminal::line);
  }

  private void children(JsonNode view) {
    if (!view.path("deployments").isEmpty()) {
      title("deployments");
      print(Column.table("deployment", view.path("deployments"), true, false, terminal));
    }
    List<JsonNode> pods = Views.pods(view);
    if (!pods.isEmpty()) {
      title("pods");
      print(Column.table("pod", pods, false, false, terminal));
    }
  }

  private void events(Session session, Located found) {
    JsonNode events = session.client().get("/v2/history/" + found.path()).path("events");
    List<JsonNode> latest = new ArrayList<>();
    for (int i = Math.max(0, events.size() - EVENTS); i < events.size(); i++) {
      latest.add(events.get(i));
    }
    title("events" + (events.size() > EVENTS ? " (the latest " + EVENTS + ")" : ""));
    Table table = new Table(EventLine.titles());
    latest.forEach(event -> table.add(EventLine.cells(event, false, terminal)));
    print(table);
  }

  private void title(String text) {
    terminal.line(terminal.paint(Colour.STRONG, text + ":"));
  }

  private void print(Table table) {
    table.lines().stream().map("  "::concat).forEach(terminal::line);
  }
}
