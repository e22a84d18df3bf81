package io.troupe.http.document;

import io.troupe.core.manifest.Location;
import io.troupe.core.manifest.Tree;
import io.troupe.core.manifest.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML into trees, from the parser's events: nothing of the body becomes an object of any
/// other class. One reading of one body.
final class YamlTrees {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(0|[1-9][0-9]*)(\\.[0-9]*)?([eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+");
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> BOOLEANS =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");

  private final Iterator<Event> events;
  private final Building building;
  private final Map<Anchor, Tree> anchors = new HashMap<>();
  private int document;

  private YamlTrees(Iterator<Event> events, Building building) {
    this.events = events;
    this.building = building;
  }

  /// The documents of a text; empty ones are left out.
  ///
  /// @throws Malformed where it is no YAML
  static List<Tree> read(String text, Building building) {
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(Math.max(1, text.length()))
            .build();
    YamlTrees reader = new YamlTrees(new Parse(settings).parseString(text).iterator(), building);
    try {
      return reader.documents();
    } catch (MarkedYamlEngineException malformed) {
      throw new Malformed(
          reader.location(malformed.getProblemMark().or(malformed::getContextMark)),
          "",
          "malformed YAML: " + message(malformed),
          "");
    } catch (YamlEngineException malformed) {
      throw new Malformed(Location.UNKNOWN, "", "malformed YAML: " + malformed.getMessage(), "");
    }
  }

  private static String message(MarkedYamlEngineException malformed) {
    String context = malformed.getContext();
    return context == null || context.isEmpty()
        ? malformed.getProblem()
        : context + ": " + malformed.getProblem();
  }

  private List<Tree> documents() {
    List<Tree> trees = new ArrayList<>();
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent) {
        document++;
        anchors.clear();
        Tree tree = value(events.next(), "", 1);
        if (!tree.isNull()) {
          trees.add(tree);
        }
      }
    }
    return trees;
  }

  private Location location(Optional<Mark> mark) {
    return mark.map(at -> new Location(Math.max(1, document), at.getLine() + 1, at.getColumn() + 1))
        .orElse(Location.UNKNOWN);
  }

  private Tree value(Event event, String path, int depth) {
    Location location = location(event.getStartMark());
    building.node(location, path, depth);
    Tree tree =
        switch (event) {
          case ScalarEvent scalar -> new Scalar(path, location, type(scalar), scalar.getValue());
          case SequenceStartEvent _ -> sequence(location, path, depth);
          case MappingStartEvent _ -> mapping(location, path, depth);
          case AliasEvent alias -> aliased(alias, location, path, depth);
          default -> throw new Malformed(location, path, "malformed YAML: no value here", "");
        };
    if (!(event instanceof AliasEvent) && event instanceof NodeEvent node) {
      node.getAnchor().ifPresent(anchor -> anchors.put(anchor, tree));
    }
    return tree;
  }

  private static Scalar.Type type(ScalarEvent scalar) {
    String value = scalar.getValue();
    if (!scalar.isPlain() || scalar.getTag().isPresent()) {
      return Scalar.Type.TEXT;
    }
    if (NULLS.contains(value)) {
      return Scalar.Type.NULL;
    }
    if (BOOLEANS.contains(value)) {
      return Scalar.Type.BOOL;
    }
    return NUMBER.matcher(value).matches() ? Scalar.Type.NUMBER : Scalar.Type.TEXT;
  }

  private Tree sequence(Location location, String path, int depth) {
    List<Tree> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(value(event, Tree.item(path, items.size()), depth + 1));
    }
    return new Tree.Sequence(path, location, items);
  }

  private Tree mapping(Location location, String path, int depth) {
    List<Tree.Entry> entries = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Location at = location(event.getStartMark());
      if (!(event instanceof ScalarEvent key)) {
        throw new Malformed(at, path, "a key is no text", "use a plain word as the key");
      }
      Tree value = value(events.next(), Tree.member(path, key.getValue()), depth + 1);
      entries.add(new Tree.Entry(key.getValue(), at, value));
    }
    return building.mapping(path, location, entries);
  }

  private Tree aliased(AliasEvent alias, Location location, String path, int depth) {
    Tree tree = anchors.get(alias.getAlias());
    if (tree == null) {
      throw new Malformed(
          location,
          path,
          "the alias *" + alias.getAlias() + " stands for nothing yet",
          "anchor the value with & before it is used");
    }
    return moved(tree, path, depth);
  }

  /// A copy that knows where it stands now; each copy counts, so that no body can grow by aliases
  /// beyond the bounds.
  private Tree moved(Tree tree, String path, int depth) {
    building.node(tree.location(), path, depth);
    return switch (tree) {
      case Scalar scalar -> new Scalar(path, scalar.location(), scalar.type(), scalar.raw());
      case Tree.Sequence sequence -> {
        List<Tree> items = new ArrayList<>();
        for (Tree item : sequence.items()) {
          items.add(moved(item, Tree.item(path, items.size()), depth + 1));
        }
        yield new Tree.Sequence(path, sequence.location(), items);
      }
      case Tree.Mapping mapping ->
          new Tree.Mapping(
              path,
              mapping.location(),
              mapping.entries().stream()
                  .map(entry ->
                      new Tree.Entry(
                          entry.key(),
                          entry.location(),
                          moved(entry.value(), Tree.member(path, entry.key()), depth + 1)))
                  .toList());
    };
  }
}
