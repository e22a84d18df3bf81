package io.troupe.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A resource's events, each with the fields of its state that the event changed.
public final class ReplayText {
  private ReplayText() {}

  /// The lines for an answer of `/v2/replay`.
  public static List<String> lines(JsonNode answer, Terminal terminal) {
    List<String> lines = new ArrayList<>();
    Map<String, String> before = Map.of();
    for (JsonNode step : answer.path("steps")) {
      JsonNode event = step.path("event");
      Map<String, String> after = new TreeMap<>();
      flatten("", step.path("state"), after);
      lines.add(title(event, terminal));
      lines.addAll(changes(before, after, terminal));
      before = after;
    }
    return lines;
  }

  private static String title(JsonNode event, Terminal terminal) {
    String by = Json.text(event, "principal");
    return terminal.paint(
            Colour.STRONG, "#" + Json.text(event, "seq") + " " + EventLine.type(event))
        + terminal.paint(
            Colour.FAINT,
            "  "
                + Ages.moment(Json.text(event, "at"))
                + "  revision "
                + Json.text(event, "revision")
                + (by.isEmpty() ? "" : "  by " + by));
  }

  private static List<String> changes(
      Map<String, String> before, Map<String, String> after, Terminal terminal) {
    List<String> lines = new ArrayList<>();
    before.forEach((path, old) -> {
      if (!after.containsKey(path)) {
        lines.add(terminal.paint(Colour.BAD, "  - " + path + ": " + old));
      }
    });
    after.forEach((path, value) -> {
      String old = before.get(path);
      if (old == null) {
        lines.add(terminal.paint(Colour.GOOD, "  + " + path + ": " + value));
      } else if (!old.equals(value)) {
        lines.add(terminal.paint(Colour.WARN, "  ~ " + path + ": " + old + " -> " + value));
      }
    });
    return lines;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      node.properties().forEach(e -> flatten(prefix + e.getKey(), e.getValue(), into));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path + "[" + i + "]", node.get(i), into);
      }
    } else if (!node.isNull() && !node.isMissingNode()) {
      into.put(path, node.asText());
    }
  }
}
