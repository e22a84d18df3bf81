package io.troupe.persistence.history;

/// The storage does not answer, or cannot be used as it is. What was asked may be asked again
/// later.
public final class StorageUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /// What somebody has to do something about.
  public StorageUnavailable(String message, Throwable cause) {
    this(message, cause, false);
  }

  /// @param passing whether it may be over soon, and nobody has to do anything
  public StorageUnavailable(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /// Whether it may be over soon, and nobody has to do anything.
  public boolean isPassing() {
    return passing;
  }
}
