package io.troupe.core.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A parsed document before anything is known of its meaning. Every node says where it stands: its
/// path from the root (`spec.template.containers[0].name`, empty for the root) and, where the
/// parser knows it, line and column.
public sealed interface Tree {
  String path();

  Location location();

  /// A single value.
  ///
  /// @param raw the value as it was written, without quotes
  record Scalar(String path, Location location, Type type, String raw) implements Tree {
    /// What the parser takes a scalar for.
    public enum Type {
      TEXT,
      NUMBER,
      BOOL,
      NULL
    }
  }

  /// A list.
  record Sequence(String path, Location location, List<Tree> items) implements Tree {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// An object. Of entries with the same key the last one counts.
  record Mapping(String path, Location location, List<Entry> entries) implements Tree {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /// A key with its value.
  ///
  /// @param location where the key stands
  record Entry(String key, Location location, Tree value) {}

  /// True for an explicit null.
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.type() == Scalar.Type.NULL;
  }

  /// The path of a member of the object at `path`.
  static String member(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// The path of an item of the list at `path`; items count from 0.
  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /// The tree of a value made of maps, collections, strings, numbers, booleans and nulls, with no
  /// locations.
  ///
  /// @throws IllegalArgumentException for any other type
  static Tree of(@Nullable Object value) {
    return of("", value);
  }

  private static Tree of(String path, @Nullable Object value) {
    return switch (value) {
      case null -> scalar(path, Scalar.Type.NULL, "null");
      case String text -> scalar(path, Scalar.Type.TEXT, text);
      case Number number -> scalar(path, Scalar.Type.NUMBER, number.toString());
      case Boolean flag -> scalar(path, Scalar.Type.BOOL, flag.toString());
      case Map<?, ?> map -> {
        List<Entry> entries = new ArrayList<>();
        map.forEach((key, member) -> {
          String name = String.valueOf(key);
          entries.add(new Entry(name, Location.UNKNOWN, of(member(path, name), member)));
        });
        yield new Mapping(path, Location.UNKNOWN, entries);
      }
      case Iterable<?> items -> {
        List<Tree> trees = new ArrayList<>();
        for (Object item : items) {
          trees.add(of(item(path, trees.size()), item));
        }
        yield new Sequence(path, Location.UNKNOWN, trees);
      }
      default -> throw new IllegalArgumentException("no manifest value: " + value.getClass());
    };
  }

  private static Scalar scalar(String path, Scalar.Type type, String raw) {
    return new Scalar(path, Location.UNKNOWN, type, raw);
  }
}
