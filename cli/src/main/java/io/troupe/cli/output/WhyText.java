package io.troupe.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/// A chain of causes, each step below what it led to.
public final class WhyText {
  private WhyText() {}

  /// The lines for an answer of `/v2/why`.
  public static List<String> lines(JsonNode answer, Terminal terminal) {
    List<String> lines = new ArrayList<>();
    lines.add(terminal.paint(Colour.STRONG, EventLine.resource(answer.path("resource"))));
    boolean first = true;
    for (JsonNode step : answer.path("chain")) {
      String text = Json.text(step, "text");
      lines.add((first ? "  " : "  because ") + (text.isEmpty() ? EventLine.type(step) : text));
      lines.add(terminal.paint(Colour.FAINT, "      " + source(step)));
      first = false;
    }
    if (first) {
      lines.add("  nothing has happened to it yet");
    }
    return lines;
  }

  private static String source(JsonNode step) {
    String who = Json.text(step, "principal");
    String request = Json.text(step, "request");
    return Ages.moment(Json.text(step, "at"))
        + "  "
        + EventLine.resource(step.path("resource"))
        + " #"
        + Json.text(step, "seq")
        + " "
        + EventLine.type(step)
        + (who.isEmpty() ? "" : ", by " + who)
        + (request.isEmpty() ? "" : " (request " + request + ")");
  }
}
