package io.troupe.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import io.troupe.cli.terminal.Colour;
import io.troupe.cli.terminal.Terminal;
import java.util.List;
import java.util.StringJoiner;

/// One stored event on one line.
public final class EventLine {
  private static final int DETAIL = 90;

  private EventLine() {}

  /// The titles over [#cells].
  public static List<String> titles() {
    return List.of("REVISION", "TIME", "RESOURCE", "EVENT", "BY", "DETAIL");
  }

  /// The event in columns.
  public static List<String> cells(JsonNode event, boolean wide, Terminal terminal) {
    return List.of(
        Json.text(event, "revision"),
        Ages.moment(Json.text(event, "at")),
        resource(event.path("resource")),
        terminal.paint(Colour.STRONG, type(event)),
        Json.text(event, "principal"),
        detail(event, wide));
  }

  /// The event as one line of a stream that has no end and so no column widths.
  public static String line(JsonNode event, Terminal terminal) {
    return String.join("  ", cells(event, false, terminal)).stripTrailing();
  }

  /// A resource as `pod demo/web/d_v1/3f2a9c1`.
  public static String resource(JsonNode resource) {
    return Json.text(resource, "kind") + " " + Json.text(resource, "self_link").replace(':', '/');
  }

  /// The event's simple name.
  public static String type(JsonNode event) {
    String type = Json.text(event, "type");
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /// The event's own fields, cut to a line's rest unless there is room.
  public static String detail(JsonNode event, boolean wide) {
    StringJoiner joined = new StringJoiner(" ");
    event
        .path("event")
        .properties()
        .forEach(field -> {
          String value = plain(field.getValue());
          if (!value.isEmpty() && !field.getKey().equals("type")) {
            joined.add(field.getKey() + "=" + value);
          }
        });
    String detail = joined.toString();
    return wide || detail.length() <= DETAIL ? detail : detail.substring(0, DETAIL - 1) + "…";
  }

  private static String plain(JsonNode value) {
    if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
      return "";
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }
}
