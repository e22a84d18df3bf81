package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.output.Data;
import io.troupe.cli.output.EventLine;
import io.troupe.cli.output.Format;
import io.troupe.cli.output.Table;
import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/// Prints the events of an answer, the oldest first.
record EventList(Terminal terminal, Format format) {
  /// @param answer an object with `events`
  /// @param newestFirst how they are ordered there
  void print(JsonNode answer, boolean newestFirst) {
    if (format.isData()) {
      terminal.line(Data.text(answer, format));
      return;
    }
    List<JsonNode> events = new ArrayList<>();
    answer.path("events").forEach(events::add);
    if (events.isEmpty()) {
      terminal.remark("No event matches.");
      return;
    }
    Table table = new Table(EventLine.titles());
    for (JsonNode event : newestFirst ? events.reversed() : events) {
      table.add(EventLine.cells(event, format == Format.wide, terminal));
    }
    table.lines().forEach(terminal::line);
  }
}
