package io.troupe.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.output.States;
import io.troupe.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The pods and how far each is: lines that are redrawn on a terminal, and a line per change
/// elsewhere.
final class PodBoard {
  private final Terminal terminal;
  private final Map<String, String> shown = new TreeMap<>();

  PodBoard(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Shows the pods as they are now.
  void show(List<JsonNode> pods) {
    Map<String, String> now = new TreeMap<>();
    for (JsonNode pod : pods) {
      now.put(Json.text(pod, "meta.name"), line(pod));
    }
    if (now.equals(shown)) {
      return;
    }
    if (terminal.interactive()) {
      redraw(now);
    } else {
      now.forEach((name, line) -> {
        if (!line.equals(shown.get(name))) {
          terminal.line(line);
        }
      });
    }
    shown.clear();
    shown.putAll(now);
  }

  private void redraw(Map<String, String> now) {
    StringBuilder text = new StringBuilder();
    if (!shown.isEmpty()) {
      text.append("\u001b[").append(shown.size()).append("A\u001b[J");
    }
    now.values().forEach(line -> text.append(line).append('\n'));
    terminal.out().print(text);
    terminal.out().flush();
  }

  private String line(JsonNode pod) {
    String node = Json.text(pod, "meta.node");
    String message = Json.text(pod, "status.message");
    return "  pod "
        + Json.text(pod, "meta.name")
        + "  "
        + States.paint(terminal, Json.text(pod, "status.state"))
        + (node.isEmpty() ? "" : "  on " + node)
        + (message.isEmpty() ? "" : "  " + message);
  }
}
