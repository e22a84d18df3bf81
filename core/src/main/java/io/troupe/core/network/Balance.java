package io.troupe.core.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

  /// The one that has this [#label()], in any case.
  public static Optional<Balance> find(String text) {
    return Arrays.stream(values()).filter(one -> one.label().equalsIgnoreCase(text)).findFirst();
  }

  /// Reads a [#label()]; [#RR] for anything else, since the word of a strategy is free text.
  public static Balance of(String text) {
    return find(text).orElse(RR);
  }
}
