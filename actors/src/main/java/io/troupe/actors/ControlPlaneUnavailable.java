package io.troupe.actors;

import org.jspecify.annotations.Nullable;

/// No answer came in time, or the journal does not take writes. Whether the command was stored is
/// not known to have happened; it may be sent again.
public final class ControlPlaneUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ControlPlaneUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
