package io.troupe.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.terminal.Failure;

/// JSON trees: read, written and looked into by dotted paths. No type is bound, so nothing of the
/// server's classes is needed.
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /// An empty object.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// Reads one JSON text; an empty one is a missing node.
  ///
  /// @param origin where it came from, for the message when it is none
  public static JsonNode parse(String text, String origin) {
    if (text.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException bad) {
      throw Failure.failed(origin + " is not JSON: " + bad.getOriginalMessage());
    }
  }

  /// The tree as indented text.
  public static String pretty(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The node at a dotted path, missing when a step is not there. Keys must not hold dots.
  public static JsonNode at(JsonNode node, String path) {
    JsonNode here = node;
    for (String step : path.split("\\.", -1)) {
      here = here.path(step);
    }
    return here;
  }

  /// The text at a dotted path, empty when there is none.
  public static String text(JsonNode node, String path) {
    return at(node, path).asText("");
  }
}
