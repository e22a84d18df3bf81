package io.troupe.http.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.troupe.core.manifest.Location;
import io.troupe.core.manifest.Tree;
import io.troupe.core.manifest.Tree.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON into trees. One reading of one body.
final class JsonTrees {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser in;
  private final Building building;
  private int document;

  private JsonTrees(JsonParser in, Building building) {
    this.in = in;
    this.building = building;
  }

  /// The values of a body, one after the other; an empty body has none.
  ///
  /// @throws Malformed where it is no JSON
  static List<Tree> read(byte[] body, Building building) {
    List<Tree> trees = new ArrayList<>();
    try (JsonParser in = FACTORY.createParser(body)) {
      JsonTrees reader = new JsonTrees(in, building);
      while (reader.next() != null) {
        reader.document++;
        trees.add(reader.value("", 1));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return trees;
  }

  private JsonToken next() throws IOException {
    try {
      return in.nextToken();
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      throw new Malformed(
          at == null ? Location.UNKNOWN : location(at),
          "",
          "malformed JSON: " + malformed.getOriginalMessage(),
          "");
    }
  }

  private Location location(JsonLocation at) {
    return new Location(
        Math.max(1, document), Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr()));
  }

  private Tree value(String path, int depth) throws IOException {
    Location location = location(in.currentTokenLocation());
    building.node(location, path, depth);
    return switch (in.currentToken()) {
      case START_OBJECT -> {
        List<Tree.Entry> entries = new ArrayList<>();
        while (next() != JsonToken.END_OBJECT) {
          String key = in.currentName();
          Location at = location(in.currentTokenLocation());
          next();
          entries.add(new Tree.Entry(key, at, value(Tree.member(path, key), depth + 1)));
        }
        yield building.mapping(path, location, entries);
      }
      case START_ARRAY -> {
        List<Tree> items = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
          items.add(value(Tree.item(path, items.size()), depth + 1));
        }
        yield new Tree.Sequence(path, location, items);
      }
      case VALUE_STRING -> new Scalar(path, location, Scalar.Type.TEXT, in.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Scalar(path, location, Scalar.Type.NUMBER, in.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(path, location, Scalar.Type.BOOL, in.getText());
      case VALUE_NULL -> new Scalar(path, location, Scalar.Type.NULL, "null");
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new Malformed(location, path, "malformed JSON: no value here", "");
    };
  }
}
