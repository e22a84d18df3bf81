package io.troupe.actors;

import org.jspecify.annotations.Nullable;

/// No answer came in time, or the journal does not take writes. Whether the command was stored is
/// not known to have happened; it may be sent again.
public final class ControlPlaneUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean elsewhere;

  public ControlPlaneUnavailable(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private ControlPlaneUnavailable(String message, @Nullable Throwable cause, boolean elsewhere) {
    super(message, cause);
    this.elsewhere = elsewhere;
  }

  /// This member takes no commands; nothing has been done, and another member may take them.
  static ControlPlaneUnavailable here(String message) {
    return new ControlPlaneUnavailable(message, null, true);
  }

  /// Whether nothing has been done and another member may be asked.
  public boolean isElsewhere() {
    return elsewhere;
  }
}
