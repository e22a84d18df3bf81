package io.troupe.http.document;

import io.troupe.core.manifest.Location;
import io.troupe.core.manifest.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The bounds within which a tree grows, whatever the body makes of nesting and repetition, and
/// what holds for all its objects.
final class Building {
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 200_000;

  private final boolean strict;
  private int nodes;

  /// @param strict whether a key may stand only once in an object
  Building(boolean strict) {
    this.strict = strict;
  }

  /// Counts one more node.
  void node(Location location, String path, int depth) {
    if (depth > DEEPEST) {
      throw new Malformed(
          location, "", "nested deeper than " + DEEPEST + " levels", "flatten the document");
    }
    if (++nodes > MOST_NODES) {
      throw new Malformed(
          location, path, "more than " + MOST_NODES + " values", "split the document");
    }
  }

  Tree.Mapping mapping(String path, Location location, List<Tree.Entry> entries) {
    if (strict) {
      Map<String, Location> seen = new HashMap<>();
      for (Tree.Entry entry : entries) {
        Location before = seen.putIfAbsent(entry.key(), entry.location());
        if (before != null) {
          throw new Malformed(
              entry.location(),
              Tree.member(path, entry.key()),
              "`%s` is given twice, first at %s".formatted(entry.key(), before),
              "keep one of them");
        }
      }
    }
    return new Tree.Mapping(path, location, entries);
  }
}
