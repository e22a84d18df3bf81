package io.troupe.core;

import java.util.Locale;

/// The kind of a resource: the first half of its [Ref].
public enum Kind {
  NAMESPACE,
  SERVICE,
  DEPLOYMENT,
  POD,
  NODE,
  POOL;

  /// Whether its resources belong to no namespace.
  public boolean isClusterWide() {
    return this == NODE || this == POOL;
  }

  /// The kind in lower case, as it stands in references, routes and messages: `pod`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind in front of a sentence: `Pod`.
  public String title() {
    return name().charAt(0) + label().substring(1);
  }

  /// Reads a [#label()].
  ///
  /// @throws IllegalArgumentException when no kind has this label
  public static Kind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
