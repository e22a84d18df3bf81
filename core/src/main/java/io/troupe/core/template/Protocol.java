package io.troupe.core.template;

import java.util.Locale;

/// A transport protocol of a published port.
public enum Protocol {
  TCP,
  UDP,
  SCTP;

  /// The protocol in lower case: `tcp`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
