package io.troupe.cli.client;

import io.troupe.cli.terminal.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The words for kinds of resources that users may type, and the API's word for each.
public final class Kinds {
  private Kinds() {}

  /// The kind's own word: `pod` for `pods`, `Pod` and `po`.
  public static Optional<String> find(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "namespace", "namespaces", "ns" -> Optional.of("namespace");
      case "service", "services", "svc" -> Optional.of("service");
      case "deployment", "deployments", "deploy", "dep" -> Optional.of("deployment");
      case "pod", "pods", "po" -> Optional.of("pod");
      case "node", "nodes", "no" -> Optional.of("node");
      case "pool", "pools" -> Optional.of("pool");
      default -> Optional.empty();
    };
  }

  /// As [#find(String)], for a word that must be a kind.
  public static String require(String word) {
    return find(word)
        .orElseThrow(() ->
            Failure.usage(
                "there is no kind '"
                    + word
                    + "': use namespace, service, deployment, pod, node or pool"));
  }

  /// Whether the word means the cluster's members, which are processes and no resources.
  public static boolean isMembers(String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    return folded.equals("member") || folded.equals("members");
  }

  /// Whether the word means how services can be called, which follows from other resources.
  public static boolean isEndpoints(String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    return folded.equals("endpoint") || folded.equals("endpoints") || folded.equals("ep");
  }

  /// Whether resources of the kind belong to a namespace.
  public static boolean isNamespaced(String kind) {
    return !List.of("namespace", "node", "pool").contains(kind);
  }
}
