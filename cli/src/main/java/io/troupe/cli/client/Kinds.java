package io.troupe.cli.client;

import io.troupe.cli.terminal.Failure;
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
                    + "': use namespace, service, deployment, pod or node"));
  }

  /// Whether resources of the kind belong to a namespace.
  public static boolean isNamespaced(String kind) {
    return !kind.equals("namespace") && !kind.equals("node");
  }
}
