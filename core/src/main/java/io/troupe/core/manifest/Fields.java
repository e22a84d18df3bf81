package io.troupe.core.manifest;

import io.troupe.core.manifest.Problem.Fault;
import io.troupe.core.manifest.Tree.Entry;
import io.troupe.core.manifest.Tree.Mapping;
import io.troupe.core.manifest.Tree.Scalar;
import io.troupe.core.manifest.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of one object, asked for by name. A name that is asked for is a known one; when the
/// reading function returns, the fields that nobody asked for are reported. Where several names are
/// given, they mean the same. A null counts as absent.
final class Fields {
  private final String path;
  private final Location location;
  private final List<Entry> entries;
  private final Findings findings;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(String path, Location location, List<Entry> entries, Findings findings) {
    this.path = path;
    this.location = location;
    this.entries = entries;
    this.findings = findings;
  }

  /// Reads an object; a null is an object without fields.
  static <R extends @Nullable Object> R read(
      Tree tree, Findings findings, Function<Fields, R> reader) {
    List<Entry> entries =
        switch (tree) {
          case Mapping mapping -> mapping.entries();
          case Tree other -> {
            if (!other.isNull()) {
              findings.shape(other, "an object");
            }
            yield List.of();
          }
        };
    return new Fields(tree.path(), tree.location(), entries, findings).through(reader);
  }

  private <R extends @Nullable Object> R through(Function<Fields, R> reader) {
    R result = reader.apply(this);
    for (Entry entry : entries) {
      if (known.stream().noneMatch(name -> matches(entry, name))) {
        findings.lax(
            Fault.UNKNOWN_FIELD,
            Tree.member(path, entry.key()),
            entry.location(),
            "unknown field `" + entry.key() + "`",
            Nearest.remedy(entry.key(), known));
      }
    }
    return result;
  }

  private boolean matches(Entry entry, String name) {
    return findings.strict() ? entry.key().equals(name) : entry.key().equalsIgnoreCase(name);
  }

  Findings findings() {
    return findings;
  }

  String path(String name) {
    return Tree.member(path, name);
  }

  Location location() {
    return location;
  }

  /// The value, null when absent.
  @Nullable Tree find(String... names) {
    Entry found = null;
    for (String name : names) {
      known.add(name);
    }
    for (String name : names) {
      for (Entry entry : entries) {
        if (matches(entry, name) && !entry.value().isNull()) {
          if (found != null && !found.key().equalsIgnoreCase(entry.key())) {
            findings.value(
                entry.value(),
                "`" + found.key() + "` and `" + entry.key() + "` mean the same",
                "give one of them");
          }
          found = entry;
        }
      }
    }
    return found == null ? null : found.value();
  }

  @Nullable String text(String... names) {
    Tree tree = find(names);
    return tree == null ? null : text(tree);
  }

  /// The text, empty when absent.
  String textOrEmpty(String... names) {
    String text = text(names);
    return text == null ? "" : text;
  }

  private String text(Tree tree) {
    if (tree instanceof Scalar scalar
        && (scalar.type() == Scalar.Type.TEXT
            || (findings.strict() && scalar.type() != Scalar.Type.NULL))) {
      return scalar.raw();
    }
    findings.shape(tree, "a text");
    return "";
  }

  @Nullable Integer integer(int least, int most, String... names) {
    Tree tree = find(names);
    if (tree == null) {
      return null;
    }
    if (tree instanceof Scalar scalar
        && scalar.type() == Scalar.Type.NUMBER
        && scalar.raw().matches("[+-]?\\d+")) {
      long number = scalar.raw().length() > 18 ? Long.MAX_VALUE : Long.parseLong(scalar.raw());
      if (number < least || number > most) {
        findings.value(
            tree,
            names[0] + " cannot be " + scalar.raw(),
            "give a whole number from " + least + " to " + most);
        return null;
      }
      return (int) number;
    }
    findings.shape(tree, "a whole number");
    return null;
  }

  boolean flag(String name) {
    Tree tree = find(name);
    if (tree == null) {
      return false;
    }
    if (tree instanceof Scalar scalar && scalar.type() == Scalar.Type.BOOL) {
      return scalar.raw().equalsIgnoreCase("true");
    }
    findings.shape(tree, "true or false");
    return false;
  }

  /// The object, read; null when absent.
  <R extends @Nullable Object> @Nullable R object(String name, Function<Fields, R> reader) {
    Tree tree = find(name);
    return tree == null ? null : read(tree, findings, reader);
  }

  /// The object, read as one without fields when absent.
  <R extends @Nullable Object> R objectOrEmpty(String name, Function<Fields, R> reader) {
    Tree tree = find(name);
    return tree == null
        ? new Fields(path(name), location, List.of(), findings).through(reader)
        : read(tree, findings, reader);
  }

  List<Tree> items(String... names) {
    Tree tree = find(names);
    if (tree == null) {
      return List.of();
    }
    if (tree instanceof Sequence sequence) {
      return sequence.items();
    }
    findings.shape(tree, "a list");
    return List.of();
  }

  <R> List<R> objects(Function<Fields, R> reader, String... names) {
    List<R> result = new ArrayList<>();
    for (Tree item : items(names)) {
      if (item.isNull()) {
        findings.shape(item, "an object");
      } else {
        result.add(read(item, findings, reader));
      }
    }
    return result;
  }

  List<String> texts(String... names) {
    return items(names).stream().map(this::text).toList();
  }

  /// A map of texts; null when absent.
  @Nullable Map<String, String> textMap(String name) {
    Tree tree = find(name);
    if (tree == null) {
      return null;
    }
    Map<String, String> map = new TreeMap<>();
    if (tree instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        map.put(entry.key(), entry.value().isNull() ? "" : text(entry.value()));
      }
    } else {
      findings.shape(tree, "a map of texts");
    }
    return map;
  }
}
