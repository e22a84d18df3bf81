package io.troupe.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Answers for programs: JSON and YAML, exactly as the server gave them.
public final class Data {
  private Data() {}

  /// The tree in the format, without a line break at its end.
  public static String text(JsonNode tree, Format format) {
    return format == Format.yaml ? yaml(tree) : Json.pretty(tree);
  }

  private static String yaml(JsonNode tree) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(160).build();
    return new Dump(settings).dumpToString(plain(tree)).stripTrailing();
  }

  private static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(element -> list.add(plain(element)));
        yield list;
      }
      case STRING, BINARY -> node.asText();
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case NULL, MISSING, POJO -> null;
    };
  }
}
