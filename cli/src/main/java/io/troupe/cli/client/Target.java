package io.troupe.cli.client;

import io.troupe.cli.terminal.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A resource as the user named it: its kind, and what is known of its self-link.
///
/// @param parts the parts of the self-link that were given, the namespace filled in when it was
///   left out; fewer than the kind has where the rest must be looked up
/// @param complete whether the parts make the whole self-link
/// @param anywhere whether the namespace was a guess, so that others may be searched too
public record Target(String kind, List<String> parts, boolean complete, boolean anywhere) {
  public Target {
    parts = List.copyOf(parts);
  }

  /// Reads `NAME`, `KIND/NAME`, `NAMESPACE/NAME` or a self-link with `:` or `/`.
  ///
  /// @param kind the kind, or null when it is to be told from the text: by its first word, else by
  ///   the number of its parts, a single one being a service
  /// @param namespace the one that holds when the text names none
  public static Target parse(@Nullable String kind, String text, String namespace) {
    List<String> parts = Arrays.asList(text.split("[/:]", -1));
    if (parts.contains("")) {
      throw Failure.usage("'" + text + "' is no name of a resource: a part of it is empty");
    }
    if (kind != null) {
      return of(kind, withoutKind(kind, parts), text, namespace);
    }
    if (parts.size() > 1 && text.indexOf('/') > 0 && Kinds.find(parts.getFirst()).isPresent()) {
      String named = Kinds.require(parts.getFirst());
      return of(named, parts.subList(1, parts.size()), text, namespace);
    }
    String guessed =
        switch (parts.size()) {
          case 1, 2 -> "service";
          case 3 -> "deployment";
          default -> "pod";
        };
    return of(guessed, parts, text, namespace);
  }

  private static List<String> withoutKind(String kind, List<String> parts) {
    boolean repeated =
        parts.size() > 1 && Kinds.find(parts.getFirst()).filter(kind::equals).isPresent();
    return repeated ? parts.subList(1, parts.size()) : parts;
  }

  private static Target of(String kind, List<String> parts, String text, String namespace) {
    int size = parts.size();
    int whole = length(kind);
    if (size > whole) {
      throw Failure.usage("'" + text + "' has too many parts for a " + kind + ": " + form(kind));
    }
    if (size == whole) {
      return new Target(kind, parts, true, false);
    }
    boolean named = (size == 2 && kind.equals("pod")) || size == 3;
    List<String> filled = named ? parts : prepend(namespace, parts);
    return new Target(kind, filled, filled.size() == whole, size == 1 && whole > 2);
  }

  private static List<String> prepend(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  private static int length(String kind) {
    return switch (kind) {
      case "service" -> 2;
      case "deployment" -> 3;
      case "pod" -> 4;
      default -> 1;
    };
  }

  private static String form(String kind) {
    return switch (kind) {
      case "service" -> "write NAME or NAMESPACE/NAME";
      case "deployment" -> "write NAME, SERVICE/NAME or NAMESPACE/SERVICE/NAME";
      case "pod" -> "write the start of its NAME, NAMESPACE/NAME or its self-link";
      default -> "write NAME";
    };
  }

  /// The namespace it is in, or was guessed to be in.
  public String namespace() {
    return parts.getFirst();
  }

  /// The last part, which for a pod may be only the start of its name.
  public String name() {
    return parts.getLast();
  }

  /// The self-link as far as it is known.
  public String link() {
    return String.join(":", parts);
  }
}
