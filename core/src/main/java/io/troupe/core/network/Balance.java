package io.troupe.core.network;

import java.util.Locale;

/// How a service's connections are spread over its backends. The labels are IPVS's names.
public enum Balance {
  /// One after the other.
  RR,
  /// To whom has the fewest connections.
  LC,
  /// By the caller's address: a caller keeps its backend.
  SH;

  /// The name in manifests and in IPVS: `rr`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads a [#label()]; [#RR] for anything else, since the word of a strategy is free text.
  public static Balance of(String text) {
    for (Balance one : values()) {
      if (one.label().equals(text.toLowerCase(Locale.ROOT))) {
        return one;
      }
    }
    return RR;
  }
}
