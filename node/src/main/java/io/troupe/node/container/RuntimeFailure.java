package io.troupe.node.container;

/// A runtime has refused or could not be asked. The message is for the user.
public final class RuntimeFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public RuntimeFailure(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public RuntimeFailure(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /// The message for the user, never null.
  public String text() {
    return String.valueOf(getMessage());
  }

  /// What callers tell apart.
  public enum Reason {
    /// The image is not on this machine.
    NO_IMAGE,
    /// There is no such container.
    NO_CONTAINER,
    /// A container with this name exists.
    NAME_TAKEN,
    /// The runtime does not answer.
    UNREACHABLE,
    /// The runtime has answered that it will not.
    REFUSED
  }
}
