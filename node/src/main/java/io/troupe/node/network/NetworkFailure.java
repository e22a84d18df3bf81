package io.troupe.node.network;

/// Part of the network could not be made what it is to be. The message says what, why and what to
/// do; trying again is safe.
public final class NetworkFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NetworkFailure(String message) {
    super(message);
  }

  public NetworkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
