package io.troupe.persistence.codec;

import com.typesafe.config.Config;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.State;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The families of types that are stored or sent, and the names they are stored under.
///
/// A family is a sealed interface, or one final class, below one of the open [#MARKERS]. Within its
/// family a type is known by its simple name; where only the marker is known it is known by `<last
/// package segment>.<simple name>`, as in `pod.PodPlaced`. Both are part of the stored format.
public final class Vocabulary {
  /// The interfaces that anybody may implement, so that their types must be listed.
  static final List<Class<?>> MARKERS =
      List.of(Event.class, State.class, Command.class, Wire.class);

  private final Map<Class<?>, Map<String, Class<?>>> typesByMarker = new HashMap<>();
  private final Map<Class<?>, String> ids = new HashMap<>();

  private Vocabulary(List<Class<?>> roots) {
    MARKERS.forEach(marker -> typesByMarker.put(marker, new TreeMap<>()));
    roots.forEach(this::add);
  }

  /// The vocabulary of these families.
  ///
  /// @throws IllegalArgumentException when a root is below no marker, is open, or two types of one
  ///   marker have the same id
  public static Vocabulary of(Class<?>... roots) {
    return new Vocabulary(Arrays.asList(roots));
  }

  /// The vocabulary of the classes listed in `troupe.vocabulary`, an object whose values are class
  /// names, so that every module can add its own in its `reference.conf`.
  public static Vocabulary from(Config config) {
    return new Vocabulary(
        config.getConfig("troupe.vocabulary").root().values().stream()
            .<Class<?>>map(value -> load(value.unwrapped().toString()))
            .toList());
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException missing) {
      throw new IllegalArgumentException(
          "troupe.vocabulary lists the class " + name + ", which is not on the class path",
          missing);
    }
  }

  private void add(Class<?> root) {
    List<Class<?>> markers =
        MARKERS.stream().filter(marker -> marker.isAssignableFrom(root)).toList();
    if (markers.isEmpty()) {
      throw new IllegalArgumentException(
          root.getName() + " implements none of Event, State, Command and Wire");
    }
    for (Class<?> type : concrete(root)) {
      String id = segment(type) + "." + type.getSimpleName();
      ids.put(type, id);
      for (Class<?> marker : markers) {
        Class<?> other = types(marker).putIfAbsent(id, type);
        if (other != null && other != type) {
          throw new IllegalArgumentException(
              "%s and %s would both be stored as %s"
                  .formatted(other.getName(), type.getName(), id));
        }
      }
    }
  }

  private static String segment(Class<?> type) {
    String name = type.getPackageName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// All types of one marker by their ids.
  public Map<String, Class<?>> types(Class<?> marker) {
    Map<String, Class<?>> types = typesByMarker.get(marker);
    if (types == null) {
      throw new IllegalArgumentException(marker + " is not an open marker");
    }
    return types;
  }

  /// The id of a type, as in `pod.PodPlaced`.
  ///
  /// @throws IllegalArgumentException when the type is in no registered family
  public String id(Class<?> type) {
    String id = ids.get(type);
    if (id == null) {
      throw new IllegalArgumentException(
          type.getName()
              + " is in no registered family; list its sealed root in troupe.vocabulary");
    }
    return id;
  }

  /// The type with this id below the marker.
  ///
  /// @throws IllegalArgumentException when there is none, as when a newer release wrote it
  public Class<?> type(Class<?> marker, String id) {
    Class<?> type = types(marker).get(id);
    if (type == null) {
      throw new IllegalArgumentException(
          "no %s is known by the name '%s'; was it written by a newer release?"
              .formatted(marker.getSimpleName(), id));
    }
    return type;
  }

  /// The records and enums at the leaves of a sealed type.
  ///
  /// @throws IllegalArgumentException when one of the types on the way is open
  public static Set<Class<?>> concrete(Class<?> root) {
    Set<Class<?>> leaves = new LinkedHashSet<>();
    collect(root, leaves);
    return leaves;
  }

  private static void collect(Class<?> type, Set<Class<?>> leaves) {
    if (type.isSealed() && !type.isEnum()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, leaves);
      }
    } else if (type.isEnum() || Modifier.isFinal(type.getModifiers())) {
      leaves.add(type);
    } else {
      throw new IllegalArgumentException(
          type.getName() + " is open: only sealed, final and record types can be stored");
    }
  }
}
