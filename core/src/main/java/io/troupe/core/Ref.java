package io.troupe.core;

import org.jspecify.annotations.Nullable;

/// The identity of a resource in the whole cluster: its kind and its self-link, as in
/// `pod|demo:web:d_v1:3f2a9c1`. It is also the resource's persistence id and, by the link, its
/// shard entity id.
///
/// @param link the self-link, unique within the kind: `demo`, `demo:web`, `demo:web:v1`,
///   `demo:web:d_v1:3f2a9c1`, a host name, or the name of a pool
public record Ref(Kind kind, String link) implements Comparable<Ref> {
  public Ref {
    if (link.isEmpty() || link.indexOf('|') >= 0) {
      throw new IllegalArgumentException("not a self-link: '" + link + "'");
    }
  }

  /// Reads the form of [#toString()].
  ///
  /// @throws IllegalArgumentException when the text has no known kind before a `|`
  public static Ref parse(String text) {
    int bar = text.indexOf('|');
    if (bar < 0) {
      throw new IllegalArgumentException("not a resource reference: '" + text + "'");
    }
    return new Ref(Kind.of(text.substring(0, bar)), text.substring(bar + 1));
  }

  /// The namespace that the link begins with; what belongs to the whole cluster has none.
  public String namespace() {
    if (kind.isClusterWide()) {
      return "";
    }
    int colon = link.indexOf(':');
    return colon < 0 ? link : link.substring(0, colon);
  }

  /// The last part of the link.
  public String name() {
    return kind.isClusterWide() ? link : link.substring(link.lastIndexOf(':') + 1);
  }

  @Override
  public int compareTo(Ref other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : link.compareTo(other.link);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ref ref && kind == ref.kind && link.equals(ref.link);
  }

  /// The same in every process, so that no order of hashed references changes from run to run.
  @Override
  public int hashCode() {
    return 31 * link.hashCode() + kind.name().hashCode();
  }

  @Override
  public String toString() {
    return kind.label() + "|" + link;
  }
}
