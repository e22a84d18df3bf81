package io.troupe.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.terminal.Failure;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Turns what the user typed into whole self-links, looking up what was left out: a pod by the
/// start of its name, a deployment by its name alone.
public record Finder(Client client) {
  private static final int SHOWN = 5;

  /// The one resource meant.
  ///
  /// @throws Failure when there is none, or more than one
  public Located locate(Target target) {
    if (target.complete()) {
      return new Located(target.kind(), target.link());
    }
    List<String> found = search(target, target.namespace());
    if (found.isEmpty() && target.anywhere()) {
      found = search(target, "");
    }
    return switch (found.size()) {
      case 0 -> throw none(target);
      case 1 -> new Located(target.kind(), found.getFirst());
      default -> throw several(target, found);
    };
  }

  private List<String> search(Target target, String namespace) {
    String query = namespace.isEmpty() ? "" : "?namespace=" + Client.encode(namespace);
    JsonNode items = client.get("/v2/resources/" + target.kind() + query).path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(item -> matches(target, Json.text(item, "meta.name")))
        .map(item -> Json.text(item, "meta.self_link"))
        .filter(link -> isBelow(target, link))
        .toList();
  }

  private static boolean matches(Target target, String name) {
    return target.kind().equals("pod")
        ? name.startsWith(target.name())
        : name.equals(target.name());
  }

  /// Whether the link has the parts between namespace and name that the user gave.
  private static boolean isBelow(Target target, String link) {
    List<String> middle = target.parts().subList(1, target.parts().size() - 1);
    String[] parts = link.split(":", -1);
    for (int i = 0; i < middle.size(); i++) {
      if (!parts[i + 1].equals(middle.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Failure none(Target target) {
    return Failure.notFound(
        "there is no "
            + target.kind()
            + " '"
            + target.name()
            + "' in namespace "
            + target.namespace()
            + ": see `troupe get "
            + target.kind()
            + "s -A`");
  }

  private static Failure several(Target target, List<String> found) {
    String shown = found.stream().limit(SHOWN).collect(Collectors.joining("\n  "));
    return Failure.usage(
        "'"
            + target.name()
            + "' could be any of "
            + found.size()
            + " "
            + target.kind()
            + "s:\n  "
            + shown
            + (found.size() > SHOWN ? "\n  …" : "")
            + "\nwrite more of the name");
  }
}
