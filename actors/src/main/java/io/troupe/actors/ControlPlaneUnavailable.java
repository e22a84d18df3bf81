package io.troupe.actors;

/// No answer came in time, or the journal does not take writes. Whether the command was stored is
/// not known to have happened; it may be sent again.
public final class ControlPlaneUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ControlPlaneUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
