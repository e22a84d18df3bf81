package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML documents as trees, to see what they name.
final class Documents {
  private Documents() {}

  static List<JsonNode> of(String text) {
    List<JsonNode> documents = new ArrayList<>();
    ObjectMapper mapper = new ObjectMapper();
    try {
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
        if (document instanceof Map<?, ?> map) {
          documents.add(mapper.valueToTree(map));
        }
      }
    } catch (YamlEngineException bad) {
      throw Failure.failed("the manifest cannot be read: " + bad.getMessage());
    }
    return documents;
  }
}
