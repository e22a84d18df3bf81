package io.troupe.actors.cluster;

/// A member has not got into its cluster. The message says why, and what to do.
public final class CannotJoin extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean worthRetrying;

  /// @param worthRetrying whether a fresh actor system may have more luck
  public CannotJoin(String message, boolean worthRetrying) {
    super(message, null, false, false);
    this.worthRetrying = worthRetrying;
  }

  /// Whether a fresh actor system may have more luck.
  public boolean worthRetrying() {
    return worthRetrying;
  }
}
